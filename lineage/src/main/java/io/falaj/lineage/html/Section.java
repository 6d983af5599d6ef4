package io.falaj.lineage.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a page with its place in the navigation.
 *
 * @param id the name that links use
 * @param heading its heading
 * @param brief what the navigation says
 * @param lead one or two sentences: what to look for
 * @param content the rest
 */
public record Section(String id, String heading, String brief, String lead, List<Node> content) {

  public Section {
    content = List.copyOf(content);
  }

  /** A section about something that is not there yet: says what makes it. */
  public static Section absent(String id, String heading, String brief, String remedy) {
    return new Section(id, heading, brief, "", List.of(Html.div("empty", Html.p(remedy))));
  }

  /** The part as it stands in the page. */
  public Element element() {
    List<Node> nodes = new ArrayList<>();
    if (!lead.isEmpty()) {
      nodes.add(Html.p(lead).css("lead"));
    }
    nodes.addAll(content);
    return Html.section(id, heading).with(nodes);
  }
}

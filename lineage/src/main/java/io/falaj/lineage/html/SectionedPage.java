package io.falaj.lineage.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A page with a head, a navigation over its sections, and these.
 *
 * @param title the document's title, without the product's name
 * @param description one sentence for who lists the file
 * @param heading the page's heading
 * @param lead a sentence below it
 * @param facts short facts below that
 * @param sections in order
 * @param footer a sentence at the end
 */
public record SectionedPage(
    String title,
    String description,
    String heading,
    String lead,
    List<String> facts,
    List<Section> sections,
    String footer) {

  public SectionedPage {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }

  /** The page. */
  public Page page() {
    List<Node> body = new ArrayList<>();
    body.add(Html.link("#main", "Skip to the content").css("skip"));
    body.add(header());
    body.add(navigation());
    body.add(
        Element.of("main")
            .id("main")
            .with(Html.div("inner").with(sections.stream().map(Section::element).toList())));
    body.add(Element.of("footer").css("end").with(Html.div("inner", new Text(footer))));
    return new Page(title + " · Falaj", description, body);
  }

  private Element header() {
    return Element.of("header")
        .css("top")
        .with(
            Html.div(
                "inner",
                Html.div("brand", Brand.mark(), new Text("Falaj")),
                Element.of("h1", heading),
                Html.p(lead),
                Element.of("ul")
                    .css("facts")
                    .with(facts.stream().map(fact -> Element.of("li", fact)).toList())));
  }

  private Element navigation() {
    List<Element> links =
        sections.stream().map(section -> Html.link("#" + section.id(), section.brief())).toList();
    return Element.of("nav")
        .css("bar")
        .set("aria-label", "Sections")
        .with(Html.div("inner").with(links));
  }
}

package io.falaj.lineage.html;

import java.util.Collection;
import java.util.List;

/** The elements that pages are made of, named as in HTML. */
public final class Html {

  private Html() {}

  public static Element div(String classes, Node... children) {
    return Element.of("div").css(classes).with(children);
  }

  public static Element span(String classes, String text) {
    return Element.of("span").css(classes).text(text);
  }

  public static Element p(String text) {
    return Element.of("p", text);
  }

  public static Element code(String text) {
    return Element.of("code", text);
  }

  public static Element link(String href, String text) {
    return Element.of("a").set("href", href).text(text);
  }

  /** A section with a heading that links can name. */
  public static Element section(String id, String heading, Node... children) {
    return Element.of("section")
        .id(id)
        .set("aria-labelledby", id + "-h")
        .with(Element.of("h2").id(id + "-h").text(heading))
        .with(children);
  }

  /** A part that opens on demand, without a script. */
  public static Element details(Node summary, Node... children) {
    return Element.of("details").with(Element.of("summary").with(summary)).with(children);
  }

  /** Items in a list. */
  public static Element list(Collection<? extends Node> items) {
    List<Element> rows = items.stream().map(item -> Element.of("li").with(item)).toList();
    return Element.of("ul").with(rows);
  }
}

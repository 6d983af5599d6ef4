package io.falaj.lineage.html;

import java.util.List;

/** Horizontal bars that stretch with the page: a name, a track, a figure. */
public final class Bars {

  private Bars() {}

  /**
   * A part of a bar.
   *
   * @param css its tone: empty, b1 or b2
   * @param share of the track's length, 0 to 1
   */
  public record Part(String css, double share) {}

  public static Element row(String name, List<Part> parts, String figure) {
    List<Element> filled =
        parts.stream()
            .map(
                part ->
                    Element.of("i")
                        .css(part.css())
                        .set("style", "width:" + Numbers.fixed(100 * part.share(), 2) + "%"))
            .toList();
    return Html.div(
        "row",
        Html.div("name", new Text(name)),
        Html.div("track").set("aria-hidden", "true").with(filled),
        Html.div("figure", new Text(figure)));
  }
}

package io.falaj.lineage.html.chart;

import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import java.util.ArrayList;
import java.util.List;

/** What every chart has around it: a caption that says what is seen, and a legend. */
public final class Figure {

  private Figure() {}

  /** A figure. */
  public static Element of(String title, String note, Element drawing, List<Element> legend) {
    List<Node> caption = new ArrayList<>();
    caption.add(Element.of("h3", title));
    if (!note.isEmpty()) {
      caption.add(Html.span("note", note));
    }
    Element figure = Element.of("figure").with(Element.of("figcaption").with(caption), drawing);
    return legend.isEmpty() ? figure : figure.with(Element.of("ul").css("legend").with(legend));
  }

  /** An entry of the legend. */
  public static Element key(Series.Tone tone, String name) {
    return Element.of("li").css("k" + tone.css()).text(name);
  }
}

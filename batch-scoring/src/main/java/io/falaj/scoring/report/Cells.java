package io.falaj.scoring.report;

import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Text;
import java.util.List;

/** The small parts that several sections share. */
final class Cells {

  private Cells() {}

  static Node text(String text) {
    return new Text(text);
  }

  static Node count(long value) {
    return new Text(Numbers.count(value));
  }

  static Node percent(double share) {
    return new Text(Numbers.percent(share));
  }

  static Node fixed(double value) {
    return new Text(Numbers.fixed(value, 4));
  }

  static Element tile(String label, String value, String more) {
    return Html.div(
        "card tile",
        Html.div("label", new Text(label)),
        Html.div("value", new Text(value)),
        Html.div("more", new Text(more)));
  }

  static Element tiles(List<Element> tiles) {
    return Html.div("grid tiles").with(tiles);
  }

  static Element chips(List<String> texts) {
    return Html.div("chips").with(texts.stream().map(text -> Html.code(text).css("chip")).toList());
  }
}

package io.falaj.lineage.html;

import java.util.List;

/** The small parts that several sections share. */
public final class Cells {

  private Cells() {}

  public static Node text(String text) {
    return new Text(text);
  }

  public static Node count(long value) {
    return new Text(Numbers.count(value));
  }

  public static Node percent(double share) {
    return new Text(Numbers.percent(share));
  }

  public static Node fixed(double value) {
    return new Text(Numbers.fixed(value, 4));
  }

  public static Element tile(String label, String value, String more) {
    return Html.div(
        "card tile",
        Html.div("label", new Text(label)),
        Html.div("value", new Text(value)),
        Html.div("more", new Text(more)));
  }

  public static Element tiles(List<Element> tiles) {
    return Html.div("grid tiles").with(tiles);
  }

  public static Element chips(List<String> texts) {
    return Html.div("chips").with(texts.stream().map(text -> Html.code(text).css("chip")).toList());
  }
}

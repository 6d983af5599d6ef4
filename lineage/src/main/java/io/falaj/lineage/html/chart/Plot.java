package io.falaj.lineage.html.chart;

import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The area that a chart is drawn in, with its axes. Small on purpose: on a phone a chart is shown
 * at about its own size, so that its text stays readable.
 *
 * @param x the horizontal axis
 * @param y the vertical axis
 */
public record Plot(Axis x, Axis y) {

  private static final double WIDTH = 380;
  private static final double HEIGHT = 232;
  private static final double LEFT = 46;
  private static final double RIGHT = 20;
  private static final double TOP = 10;
  private static final double BOTTOM = 38;
  private static final int MOST_MARKS = 8;

  /** Where a value of the horizontal axis is drawn. */
  public double left(double value) {
    return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
  }

  /** Where a value of the vertical axis is drawn. */
  public double top(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  /** Where the horizontal axis is drawn. */
  public double floor() {
    return HEIGHT - BOTTOM;
  }

  /** The drawing with its frame under the content. */
  public Element drawing(String title, List<? extends Node> content) {
    List<Node> all = new ArrayList<>();
    all.add(Element.of("title", title));
    all.addAll(frame());
    all.addAll(content);
    return Element.of("svg")
        .css("chart")
        .set("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT))
        .set("role", "img")
        .set("aria-label", title)
        .with(all);
  }

  private List<Node> frame() {
    List<Node> frame = new ArrayList<>();
    for (Axis.Tick tick : y.ticks()) {
      double at = top(tick.at());
      frame.add(line("gridline", LEFT, at, WIDTH - RIGHT, at));
      frame.add(text(LEFT - 6, at + 3.5, "end", tick.text()));
    }
    for (Axis.Tick tick : x.thinned(MOST_MARKS).ticks()) {
      frame.add(text(left(tick.at()), floor() + 15, "middle", tick.text()));
    }
    frame.add(line("axis", LEFT, floor(), WIDTH - RIGHT, floor()));
    frame.add(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, "middle", x.label()));
    return frame;
  }

  /** A straight line. */
  public static Element line(String css, double x1, double y1, double x2, double y2) {
    return Element.of("line").css(css).set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2);
  }

  /** A text at a place. */
  public static Element text(double x, double y, String anchor, String text) {
    return Element.of("text").set("x", x).set("y", y).set("text-anchor", anchor).text(text);
  }
}

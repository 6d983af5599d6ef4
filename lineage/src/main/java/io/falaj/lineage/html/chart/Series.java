package io.falaj.lineage.html.chart;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name what the legend says
 * @param tone its colour
 * @param style how it is drawn
 * @param points in order of x; one that is not finite breaks the line
 */
public record Series(String name, Tone tone, Style style, List<Point> points) {

  /** A point in the axes' units. */
  public record Point(double x, double y) {
    boolean isFinite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** The colours, which keep their meaning over the whole report. */
  public enum Tone {
    WATER("0"),
    SAND("1"),
    VIOLET("2"),
    LEAF("3");

    private final String css;

    Tone(String css) {
      this.css = css;
    }

    /** What ends the names of the style sheet's classes of this colour. */
    String css() {
      return css;
    }
  }

  /** How a line is drawn. */
  public enum Style {
    LINE,
    DASHED,
    /** With a dot on every point. */
    DOTTED
  }

  public Series {
    points = List.copyOf(points);
  }

  /** A line over an axis of names: the i-th value belongs to the i-th name. */
  public static Series overNames(String name, Tone tone, Style style, List<Double> values) {
    return new Series(
        name,
        tone,
        style,
        java.util.stream.IntStream.range(0, values.size())
            .mapToObj(i -> new Point(i, values.get(i)))
            .toList());
  }
}

package io.falaj.lineage.html.chart;

import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Text;
import io.falaj.lineage.html.chart.Series.Point;
import io.falaj.lineage.html.chart.Series.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over two axes.
 *
 * @param title what it shows
 * @param note one more sentence, may be empty
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the lines, the first drawn on top
 * @param guides straight lines to compare with, as pairs of points
 */
public record LineChart(
    String title, String note, Axis x, Axis y, List<Series> series, List<Guide> guides) {

  /** A straight dashed line to compare with. */
  public record Guide(String name, Point from, Point to) {}

  public LineChart {
    series = List.copyOf(series);
    guides = List.copyOf(guides);
  }

  /** The figure: caption, drawing, legend. */
  public Element figure() {
    Plot plot = new Plot(x, y);
    List<Node> content = new ArrayList<>();
    for (Guide guide : guides) {
      content.add(
          Plot.line(
              "guide",
              plot.left(guide.from().x()),
              plot.top(guide.from().y()),
              plot.left(guide.to().x()),
              plot.top(guide.to().y())));
    }
    for (int i = series.size() - 1; i >= 0; i--) {
      content.addAll(drawn(series.get(i), plot));
    }
    return Figure.of(title, note, plot.drawing(title, content), legend());
  }

  private List<Element> legend() {
    List<Element> items = new ArrayList<>();
    for (Series one : series) {
      items.add(Figure.key(one.tone(), one.name()));
    }
    for (Guide guide : guides) {
      items.add(Element.of("li").css("kd").text(guide.name()));
    }
    return items;
  }

  private List<Node> drawn(Series one, Plot plot) {
    List<Node> nodes = new ArrayList<>();
    String css = "s" + one.tone().css() + (one.style() == Style.DASHED ? " dash" : "");
    nodes.add(Element.of("path").css(css).set("d", path(one.points(), plot)));
    if (one.style() == Style.DOTTED) {
      for (Point point : one.points()) {
        if (point.isFinite()) {
          nodes.add(dot(one, point, plot));
        }
      }
    }
    return nodes;
  }

  private Element dot(Series one, Point point, Plot plot) {
    String said = "%s: %s".formatted(one.name(), Numbers.brief(point.y()));
    return Element.of("circle")
        .css("dot" + one.tone().css())
        .set("cx", plot.left(point.x()))
        .set("cy", plot.top(point.y()))
        .set("r", 3.4)
        .with(Element.of("title").with(new Text(said)));
  }

  private static String path(List<Point> points, Plot plot) {
    StringBuilder path = new StringBuilder();
    boolean open = false;
    for (Point point : points) {
      if (point.isFinite()) {
        path.append(open ? 'L' : 'M')
            .append(
                String.format(Locale.ROOT, "%.1f %.1f", plot.left(point.x()), plot.top(point.y())));
      }
      open = point.isFinite();
    }
    return path.toString();
  }

  /** The same, as a card of a grid. */
  public Element card() {
    return Html.div("card", figure());
  }
}

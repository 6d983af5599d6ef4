package io.falaj.scoring.report;

import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.chart.Axis;
import io.falaj.lineage.html.chart.Figure;
import io.falaj.lineage.html.chart.Plot;
import io.falaj.lineage.html.chart.Series;
import io.falaj.scoring.drift.Shares;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Two distributions over the same bins: the reference as an area, the current one as a line of
 * steps for numbers; paired bars for categories, the largest first.
 *
 * @param title what it shows
 * @param note one more sentence, may be empty
 * @param referenceName what the reference is
 * @param currentName what is compared with it
 * @param shares the distributions
 */
public record DistributionChart(
    String title, String note, String referenceName, String currentName, Shares shares) {

  private static final int MOST_CATEGORIES = 9;

  /** The figure: caption, drawing, legend. */
  public Element figure() {
    List<Element> legend =
        List.of(
            Figure.key(Series.Tone.SAND, referenceName),
            Figure.key(Series.Tone.WATER, currentName));
    Element drawing = shares.edges().isEmpty() ? bars() : steps();
    return Figure.of(title, note, drawing, legend);
  }

  /** The same, as a card of a grid. */
  public Element card() {
    return Html.div("card", figure());
  }

  private Element steps() {
    List<Double> edges = shares.edges();
    Plot plot =
        new Plot(
            marked(Axis.numbers("", edges.get(0), edges.get(edges.size() - 1))),
            Axis.numbers("share", 0, most()));
    String area = outline(plot, shares.reference());
    return plot.drawing(
        title,
        List.of(
            Element.of("path").css("area1").set("d", area),
            Element.of("path").css("s1").set("d", area),
            Element.of("path").css("s0").set("d", outline(plot, shares.current()))));
  }

  /** The axis ends where the bins do, not at the next round number. */
  private Axis marked(Axis round) {
    double from = shares.edges().get(0);
    double to = shares.edges().get(shares.edges().size() - 1);
    return new Axis(
        "",
        from,
        to,
        round.ticks().stream().filter(tick -> tick.at() >= from && tick.at() <= to).toList());
  }

  private String outline(Plot plot, List<Double> heights) {
    StringBuilder path = new StringBuilder();
    append(path, 'M', plot.left(shares.edges().get(0)), plot.floor());
    for (int i = 0; i < heights.size(); i++) {
      append(path, 'L', plot.left(shares.edges().get(i)), plot.top(heights.get(i)));
      append(path, 'L', plot.left(shares.edges().get(i + 1)), plot.top(heights.get(i)));
    }
    append(path, 'L', plot.left(shares.edges().get(heights.size())), plot.floor());
    return path.toString();
  }

  private static void append(StringBuilder path, char command, double x, double y) {
    path.append(command).append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
  }

  private Element bars() {
    List<Integer> largest =
        IntStream.range(0, shares.labels().size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -size(i)).thenComparing(i -> i))
            .limit(MOST_CATEGORIES)
            .toList();
    List<String> names = largest.stream().map(i -> brief(shares.labels().get(i))).toList();
    Plot plot = new Plot(Axis.names("", names), Axis.numbers("share", 0, most()));
    List<Node> bars = new ArrayList<>();
    for (int place = 0; place < largest.size(); place++) {
      int i = largest.get(place);
      bars.add(bar(plot, "dot1", place - 0.36, shares.reference().get(i), referenceName));
      bars.add(bar(plot, "dot0", place + 0.02, shares.current().get(i), currentName));
    }
    int left = shares.labels().size() - largest.size();
    if (left > 0) {
      bars.add(Plot.text(plot.left(names.size() - 0.5), 20, "end", "and %d more".formatted(left)));
    }
    return plot.drawing(title, bars);
  }

  private double size(int i) {
    return Math.max(shares.reference().get(i), shares.current().get(i));
  }

  private static String brief(String label) {
    return label.length() <= 9 ? label : label.substring(0, 8) + "…";
  }

  private static Element bar(Plot plot, String css, double from, double share, String of) {
    double left = plot.left(from);
    return Element.of("rect")
        .css(css)
        .set("x", left)
        .set("width", plot.left(from + 0.34) - left)
        .set("y", plot.top(share))
        .set("height", plot.floor() - plot.top(share))
        .set("rx", 1.5)
        .with(Element.of("title", of + ": " + Numbers.percent(share)));
  }

  private double most() {
    return IntStream.range(0, shares.labels().size()).mapToDouble(this::size).max().orElse(1);
  }
}

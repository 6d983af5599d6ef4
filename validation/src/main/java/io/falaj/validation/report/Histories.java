package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.chart.Axis;
import io.falaj.lineage.html.chart.LineChart;
import io.falaj.lineage.html.chart.Series;
import io.falaj.lineage.html.chart.Series.Style;
import io.falaj.lineage.html.chart.Series.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Plots of values over a dataset's intervals. */
final class Histories {

  private static final List<Tone> TONES = List.of(Tone.WATER, Tone.SAND, Tone.VIOLET, Tone.LEAF);

  private Histories() {}

  /** The start of an interval; all there is to say of most. */
  static String name(DataInterval interval) {
    return interval.equals(DataInterval.WHOLE) ? "all" : interval.toString().split("/", -1)[0];
  }

  /** As {@link #name}, short enough to stand beside seven others: the month, or the day of it. */
  private static String mark(DataInterval interval) {
    String name = name(interval);
    if (name.length() < "2013-03-10".length()) {
      return name;
    }
    boolean months = interval.toString().matches("\\d+-\\d+-01/\\d+-\\d+-01");
    return months ? name.substring(0, 7) : name.substring(5, 10);
  }

  /**
   * A card with lines over the intervals.
   *
   * @param unit what the values are
   * @param lines by name, up to four, each with one value an interval; a break where it is NaN
   */
  static Element card(
      String title, String unit, List<DataInterval> intervals, Map<String, List<Double>> lines) {
    double[] finite =
        lines.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .toArray();
    double lo = DoubleStream.of(finite).min().orElse(0);
    double hi = DoubleStream.of(finite).max().orElse(1);
    // Counts and shares are seen against nothing at all.
    double from = lo >= 0 && lo < hi / 2 ? 0 : lo;
    List<Series> series = new ArrayList<>();
    lines.forEach(
        (name, values) ->
            series.add(
                Series.overNames(name, TONES.get(series.size()), style(intervals.size()), values)));
    return new LineChart(
            title,
            "",
            Axis.names("", intervals.stream().map(Histories::mark).toList()),
            Axis.numbers(unit, from, hi),
            series,
            List.of())
        .card();
  }

  /** Dots for a few; among hundreds they would hide the line. */
  private static Style style(int intervals) {
    return intervals <= 62 ? Style.DOTTED : Style.LINE;
  }
}

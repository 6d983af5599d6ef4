package io.falaj.lineage.html.chart;

import io.falaj.lineage.html.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A scale with the marks on it.
 *
 * @param label what it measures
 * @param min where it starts
 * @param max where it ends, more than min
 * @param ticks the marks, in order
 */
public record Axis(String label, double min, double max, List<Tick> ticks) {

  /** A mark: where, and what is written there. */
  public record Tick(double at, String text) {}

  /** Steps between marks, in powers of ten. */
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  public Axis {
    if (!(min < max)) {
      throw new IllegalArgumentException("axis '%s' is empty: %s to %s".formatted(label, min, max));
    }
    ticks = List.copyOf(ticks);
  }

  /** An axis over shares, 0 to 1, marked in percent. */
  public static Axis shares(String label) {
    return new Axis(
        label,
        0,
        1,
        IntStream.rangeClosed(0, 4).mapToObj(i -> new Tick(i / 4.0, i * 25 + "\u00A0%")).toList());
  }

  /** An axis with one place for each name: 0, 1, 2 … */
  public static Axis names(String label, List<String> names) {
    return new Axis(
        label,
        -0.5,
        names.size() - 0.5,
        IntStream.range(0, names.size()).mapToObj(i -> new Tick(i, names.get(i))).toList());
  }

  /** An axis over numbers with about four round marks; an empty span is widened. */
  public static Axis numbers(String label, double lo, double hi) {
    double min = Math.min(lo, hi);
    double span = Math.max(lo, hi) - min;
    if (span <= Math.abs(min) * 1e-9) {
      span = Math.max(Math.abs(min), 1) * 0.1;
      min -= span / 2;
    }
    double step = step(span / 4);
    double from = Math.floor(min / step + 1e-9) * step;
    double to = Math.ceil((min + span) / step - 1e-9) * step;
    List<Double> marks = new ArrayList<>();
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      // Rounded, so that no 0.30000000000000004 is written.
      marks.add(Math.rint((from + i * step) / step) * step);
    }
    boolean brief = marks.stream().map(Numbers::brief).distinct().count() == marks.size();
    int decimals = decimals(step);
    List<Tick> ticks =
        marks.stream()
            .map(at -> new Tick(at, brief ? Numbers.brief(at) : Numbers.fixed(at, decimals)))
            .toList();
    return new Axis(label, from, to, ticks);
  }

  /** As many as tell a step from none. */
  private static int decimals(double step) {
    return Math.max(
        0, BigDecimal.valueOf(step).round(new MathContext(2)).stripTrailingZeros().scale());
  }

  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double step : STEPS) {
      if (step * power >= least * (1 - 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** With at most this many marks written: every second, third … is kept. */
  Axis thinned(int most) {
    int every = Math.max(1, (ticks.size() + most - 1) / most);
    return new Axis(
        label,
        min,
        max,
        IntStream.range(0, ticks.size()).filter(i -> i % every == 0).mapToObj(ticks::get).toList());
  }

  double place(double value) {
    return (value - min) / (max - min);
  }
}

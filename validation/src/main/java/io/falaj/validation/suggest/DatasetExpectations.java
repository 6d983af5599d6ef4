package io.falaj.validation.suggest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** What may be expected of an interval's rows together, each with what speaks for it. */
final class DatasetExpectations {

  /** Shares are stated to so many digits. */
  private static final int SHARE_DIGITS = 3;

  private final List<IntervalSeen> intervals;
  private final long unparsed;
  private final String of;

  /**
   * What is expected holds for each interval, wherever the records are that were not parsed.
   *
   * @param intervals at least one
   * @param unparsed records that were not parsed: they arrive, and have no value
   * @param of what an interval is, for people; empty where the dataset is taken whole
   */
  DatasetExpectations(List<IntervalSeen> intervals, long unparsed, String of) {
    this.intervals = List.copyOf(intervals);
    this.unparsed = unparsed;
    this.of = of;
  }

  /**
   * The lines of YAML.
   *
   * @param counted the columns whose values were counted
   */
  List<Suggestion> all(List<SuggestedColumn> counted) {
    List<Suggestion> all = new ArrayList<>(List.of(rowCount()));
    for (int i = 0; i < counted.size(); i++) {
      completeness(counted.get(i), i, all);
    }
    return all;
  }

  private Suggestion rowCount() {
    long fewest = intervals.stream().mapToLong(IntervalSeen::rows).min().orElseThrow();
    long most = intervals.stream().mapToLong(IntervalSeen::rows).max().orElseThrow();
    return new Suggestion(
        "{row_count: {min: %s, max: %s}, severity: WARN}"
            .formatted(Math.max(1, fewest / 2), (most + unparsed) * 3 / 2 + 1),
        of.isEmpty()
            ? "seen %s; margin 50 %%".formatted(Yaml.count(most))
            : "seen %s to %s in each of %s %ss; margin 50 %%"
                .formatted(Yaml.count(fewest), Yaml.count(most), Yaml.count(intervals.size()), of));
  }

  private void completeness(SuggestedColumn column, int place, List<Suggestion> all) {
    double least = 1;
    for (IntervalSeen interval : intervals) {
      least = Math.min(least, (double) interval.values().get(place) / (interval.rows() + unparsed));
    }
    BigDecimal min =
        BigDecimal.valueOf(1 - 1.5 * (1 - least)).setScale(SHARE_DIGITS, RoundingMode.FLOOR);
    if (min.signum() > 0) {
      all.add(
          new Suggestion(
              "{completeness: {column: %s, min: %s}, severity: WARN}"
                  .formatted(column.yaml(), min.stripTrailingZeros().toPlainString()),
              "%s have a value%s; margin half as many nulls again"
                  .formatted(
                      Yaml.percent(least), of.isEmpty() ? "" : " where the fewest do in a " + of)));
    }
  }
}

package io.falaj.validation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An interval is like those before it: one number of it lies where theirs let expect it, or its
 * values are among those that they had.
 *
 * <p><b>The history</b> of an interval is the same number of the dataset's committed intervals that
 * end before it begins, of the latest {@code last} of them; with a weekly season, of the latest
 * that begin on the same weekday (in UTC). Intervals that are missing are passed over, and so are
 * those of which the number is not known: they were ingested before the contract asked for it, no
 * row has a value, or there is a NaN. With fewer than {@code warm_up} numbers nothing is judged:
 * the expectation is met, and says so. Whatever was ingested in one run or in many, and in whatever
 * order, an interval is judged by those before it; {@link RawHistory} tells when it is looked at
 * again.
 *
 * <p><b>An anomaly does not become the norm by itself.</b> The history is walked from its oldest
 * number on: the first {@code warm_up} are taken as they are, and each later one that would be an
 * anomaly by those taken before it is left out. But {@code warm_up} of these in a row are a new
 * level: the history then begins anew with them. What was decided of those intervals themselves
 * does not matter, whether they were refused neither: their numbers do, so that one history always
 * gives one answer. Of the first {@code warm_up} an outlier stays in; {@link Method#MEDIAN_MAD} and
 * {@link Method#IQR} withstand it.
 *
 * <p>Of {@link Metric#NEW_CATEGORIES} a value is new once: the interval that brings it, refused or
 * not, is history to the next. A list that is closed is {@code in_set}'s.
 *
 * @param metric the number that is looked at
 * @param column whose; none for {@link Metric#ROW_COUNT}
 * @param method what is expected by the history; of {@link Metric#NEW_CATEGORIES} it is not asked
 * @param deviations how far off is still expected, in the method's measure; greater than 0
 * @param warmUp the fewest numbers that anything is told by
 * @param last the most intervals that are looked at, at least {@code warmUp}
 * @param season which of them
 */
public record Anomaly(
    Metric metric,
    Optional<String> column,
    Method method,
    double deviations,
    int warmUp,
    int last,
    Season season)
    implements DatasetExpectation {

  /** The number of an interval. */
  public enum Metric {
    /** Its rows. */
    ROW_COUNT,
    /** The share of its rows that have no value. */
    NULL_SHARE,
    /** The mean of its numbers, as {@link DatasetExpectation.Mean} has it. */
    MEAN,
    /** How many different values it has, as {@link DatasetExpectation.Distinct} has it. */
    DISTINCT,
    /**
     * How many of its values no interval of the history has: of texts, truth values, and numbers
     * while they are few. It can be told as long as the frequent values of the profiles are all
     * values: some 768 texts of up to 128 characters, or 64 numbers, in each interval. Beyond that
     * it is told where it still follows, and nothing is computed where it does not.
     */
    NEW_CATEGORIES
  }

  /** What a history lets expect; {@link Band} computes it. */
  public enum Method {
    /** The mean, give or take standard deviations of the sample (divided by n - 1). */
    MEAN_SIGMA("the mean, give or take %s standard deviations (of the sample, by n - 1),"),
    /** The median, give or take median absolute deviations, times 1.4826. */
    MEDIAN_MAD("the median, give or take %s times 1.4826 MAD,"),
    /** From the first quartile to the third, and interquartile ranges beyond. */
    IQR("the quartiles (linear between ranks), and %s interquartile ranges beyond,");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    /** How far off is expected where nobody said: as usual for the method. */
    double usual() {
      return this == IQR ? 1.5 : 3;
    }

    String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which of the intervals before are alike. */
  public enum Season {
    /** All of them. */
    NONE,
    /** Those of the same weekday, of a dataset that is divided by days. */
    WEEKLY
  }

  Reach reach() {
    return new Reach(last, season);
  }

  /** What numbers let expect. */
  Band band(List<Double> numbers) {
    return Band.of(method, deviations, numbers);
  }

  @Override
  public List<String> columns() {
    return column.stream().toList();
  }

  @Override
  public String kind() {
    return "anomaly";
  }

  @Override
  public String impliedName() {
    return kind()
        + "_"
        + metric.name().toLowerCase(Locale.ROOT)
        + column.map(name -> "_" + name).orElse("");
  }

  @Override
  public String describe() {
    String of = column.orElse("");
    String asks =
        switch (metric) {
          case ROW_COUNT -> "rows in an interval";
          case NULL_SHARE -> "share of rows without " + of;
          case MEAN -> "mean of " + of;
          case DISTINCT -> "different values of " + of;
          case NEW_CATEGORIES -> "no value of " + of + " that was not there in";
        };
    String expected =
        metric == Metric.NEW_CATEGORIES
            ? ""
            : ": within " + method.text.formatted(Bounds.text(deviations)) + " of";
    return "%s%s the last %d intervals before%s, once there are %d%s"
        .formatted(
            asks,
            expected,
            last,
            season == Season.WEEKLY ? " of the same weekday" : "",
            warmUp,
            metric == Metric.NEW_CATEGORIES
                ? ""
                : "; anomalies among them are left out, until %d in a row are a new level"
                    .formatted(warmUp));
  }
}

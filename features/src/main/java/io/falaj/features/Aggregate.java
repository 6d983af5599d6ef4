package io.falaj.features;

/**
 * What is computed over the events of a window. Nulls are left out of all but {@link #FIRST},
 * {@link #LAST} and {@link #LAST_K}, whose null policy decides; an empty window gives null unless
 * said otherwise.
 */
public enum Aggregate {
  /** How many events, or how many of them have a value; 0 in an empty window. */
  COUNT,
  /** How many different values; −0.0 is 0.0, and NaN is one value. 0 in an empty window. */
  COUNT_DISTINCT,
  /** The exact sum, rounded once; of a boolean, how many are true. */
  SUM,
  /** The exact mean, rounded once; of a boolean, the share that is true. */
  MEAN,
  /** Of a condition, the share of events that meet it, from 0 to 1. */
  SHARE,
  /**
   * The sample variance, divided by one less than the number of values: exact, rounded once. Null
   * of fewer than two values, NaN where one is infinite or NaN.
   */
  VARIANCE,
  /** The square root of {@link #VARIANCE}. */
  STDDEV,
  /** The least value; NaN is greater than any other, as in Spark. */
  MIN,
  /** The greatest value. */
  MAX,
  /**
   * The value that a share {@code q} of the values does not exceed: of n values in order, the one
   * at {@code q · (n − 1)}, between two of them on the straight line (Hyndman and Fan 1996, type 7;
   * Spark's {@code percentile}). NaN is greater than any other.
   */
  QUANTILE,
  /** The value of the first event, under the feature's null policy. */
  FIRST,
  /** The value of the last event, under the feature's null policy. */
  LAST,
  /** The values of the last {@code k} events, the oldest first; fewer where there are fewer. */
  LAST_K;

  /** Whether it is the value of certain events, and not computed from all of them. */
  public boolean positional() {
    return this == FIRST || this == LAST || this == LAST_K;
  }

  /** Whether it may look back without a window, as far as the view's ttl allows. */
  boolean endless() {
    return this == LAST || this == LAST_K;
  }

  /** As definitions write it. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

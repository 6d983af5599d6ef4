package io.falaj.features;

/** What is computed over the events of a window. Nulls are left out of all but {@link #LAST}. */
public enum Aggregate {
  /** How many events, or how many of them have a value; 0 in an empty window. */
  COUNT,
  /** The exact sum, rounded once; of a boolean, how many are true. Null in an empty window. */
  SUM,
  /** The exact mean, rounded once; of a boolean, the share that is true. */
  MEAN,
  /** The least value; NaN is greater than any other, as in Spark. */
  MIN,
  /** The greatest value. */
  MAX,
  /** The value of the last event, under the feature's null policy. */
  LAST
}

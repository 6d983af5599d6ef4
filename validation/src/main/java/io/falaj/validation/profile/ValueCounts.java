package io.falaj.validation.profile;

import java.io.Serializable;

/**
 * How many values of a column are what.
 *
 * @param rows all of them
 * @param nulls without a value
 * @param nans not a number (not null)
 * @param infinities positive or negative infinity
 * @param minLength characters of the shortest text; -1 without any
 * @param maxLength characters of the longest text; -1 without any
 */
public record ValueCounts(
    long rows, long nulls, long nans, long infinities, int minLength, int maxLength)
    implements Serializable {

  ValueCounts merge(ValueCounts other) {
    return new ValueCounts(
        rows + other.rows,
        nulls + other.nulls,
        nans + other.nans,
        infinities + other.infinities,
        minLength < 0 || other.minLength < 0
            ? Math.max(minLength, other.minLength)
            : Math.min(minLength, other.minLength),
        Math.max(maxLength, other.maxLength));
  }

  /** Values that are there: neither null, NaN nor infinite. */
  public long present() {
    return rows - nulls - nans - infinities;
  }
}

package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import java.io.Serializable;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The text of the day or month that begins on a date. Rows of one come mostly together: the last is
 * kept.
 */
public final class IntervalText implements Serializable {

  private static final long serialVersionUID = 1;

  private final boolean months;
  private @Nullable Known known;

  private IntervalText(boolean months) {
    this.months = months;
  }

  /**
   * The text of an interval.
   *
   * @param start its first day; of null there is none
   * @param months whether it ends with the month, and not with the day
   */
  static Column of(Column start, boolean months) {
    return Call.of(new IntervalText(months), "beginning", DataTypes.StringType, start);
  }

  /** Of the interval that begins so many days after 1970-01-01. */
  public UTF8String beginning(int day) {
    Known now = known;
    if (now == null || now.day() != day) {
      now = new Known(day, text(LocalDate.ofEpochDay(day)));
      known = now;
    }
    return now.text();
  }

  private UTF8String text(LocalDate start) {
    return UTF8String.fromString(
        (months ? DataInterval.month(start) : DataInterval.day(start)).toString());
  }

  /** In one: whoever asks beside another never takes the text of one day for another's. */
  private record Known(int day, UTF8String text) implements Serializable {}
}

package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;

/** Which records of a source an ingest writes. */
interface Wanted {

  /**
   * Whether a record is to be written.
   *
   * @param row its identity
   * @param start the first day of its interval
   */
  Column column(Column row, Column start);

  /**
   * The first day of the interval that a record without an event time belongs to.
   *
   * @param row its identity
   */
  Column home(Column row);

  /** The first day of an interval. */
  static LocalDate day(DataInterval interval) {
    return LocalDate.ofInstant(interval.start(), ZoneOffset.UTC);
  }
}

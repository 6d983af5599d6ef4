package io.falaj.lineage;

import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Values that columns of times and watermarks are compared with. */
final class JdbcWatermark {

  private JdbcWatermark() {}

  /**
   * Looks whether a column can be a watermark.
   *
   * @throws FalajException.Configuration if its type has no order in time or number, or the overlap
   *     does not fit it
   */
  static void check(JdbcTable table, JdbcColumn column, JdbcSource.Watermark watermark) {
    switch (column.sqlType()) {
      case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> {}
      case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> {
        if (!watermark.overlap().isZero()) {
          throw new FalajException.Configuration(
              "Watermark %s of %s is a %s, and an overlap of %s is a time. Leave the overlap out, or name a column of times."
                  .formatted(column.name(), table, column.type(), watermark.overlap()));
        }
      }
      default ->
          throw new FalajException.Configuration(
              "Watermark %s of %s is a %s. Name a column of whole numbers, decimals, dates or timestamps."
                  .formatted(column.name(), table, column.type()));
    }
  }

  /**
   * The lowest value to read: the overlap below the highest seen, of a date in whole days.
   *
   * @param seen as {@link JdbcSnapshot#position} told it
   */
  static Serializable from(JdbcColumn column, JdbcSource.Watermark watermark, String seen) {
    try {
      return switch (column.sqlType()) {
        case Types.DATE ->
            LocalDate.parse(seen).atStartOfDay().minus(watermark.overlap()).toLocalDate();
        case Types.TIMESTAMP -> time(seen).minus(watermark.overlap());
        case Types.TIMESTAMP_WITH_TIMEZONE ->
            time(seen).minus(watermark.overlap()).atOffset(ZoneOffset.UTC);
        case Types.NUMERIC, Types.DECIMAL -> new BigDecimal(seen);
        default -> Long.valueOf(seen);
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new FalajException.Configuration(
          "Watermark %s was '%s' when it was last read, and is a %s now. Take the table whole, or name another watermark."
              .formatted(column.name(), seen, column.type()),
          e);
    }
  }

  /** An instant as a value of a column of times, which are in UTC where they have no zone. */
  static Serializable at(JdbcColumn column, Instant instant) {
    OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
    return switch (column.sqlType()) {
      case Types.DATE -> time.toLocalDate();
      case Types.TIMESTAMP -> time.toLocalDateTime();
      default -> time;
    };
  }

  private static LocalDateTime time(String text) {
    return text.length() <= "2013-03-10".length()
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text, JdbcText.TIMESTAMP);
  }
}

package io.falaj.lineage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The text that reads back as the same value: times in UTC, bytes in base64. */
final class JdbcText {

  /** {@code 2013-03-10 06:59:59.123456}. */
  static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(java.util.Locale.ROOT);

  private JdbcText() {}

  /**
   * A value of the row that a result stands at.
   *
   * @param at number of the column, from 1
   * @param sqlType its type, as {@link Types} numbers it
   */
  static @Nullable String read(ResultSet rows, int at, int sqlType) throws SQLException {
    Object value =
        switch (sqlType) {
          case Types.BOOLEAN -> rows.getBoolean(at);
          case Types.DECIMAL, Types.NUMERIC -> rows.getBigDecimal(at);
          case Types.FLOAT, Types.DOUBLE -> rows.getDouble(at);
          case Types.REAL -> rows.getFloat(at);
          case Types.DATE -> rows.getObject(at, LocalDate.class);
          case Types.TIMESTAMP -> rows.getObject(at, LocalDateTime.class);
          case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(at, OffsetDateTime.class);
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> rows.getBytes(at);
          default -> rows.getString(at);
        };
    return value == null || rows.wasNull() ? null : of(value);
  }

  private static String of(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    } else if (value instanceof java.math.BigDecimal decimal) {
      return decimal.toPlainString();
    } else if (value instanceof OffsetDateTime time) {
      return TIMESTAMP.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    } else if (value instanceof LocalDateTime time) {
      return TIMESTAMP.format(time);
    }
    return value.toString();
  }
}

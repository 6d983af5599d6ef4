package io.falaj.validation;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A text in which a year and a dash stand before what begins a time, if anything does; null of any
 * other. What reads the text then stands under no condition, so that a row's time is read once for
 * all who want it.
 */
public enum Dated {
  /** The one and only. */
  DATED;

  private static final int YEAR_DIGITS = 4;

  static Column of(Column text) {
    return Call.of(DATED, "only", DataTypes.StringType, text);
  }

  /** The text if it is so, or else null. */
  public @Nullable UTF8String only(UTF8String text) {
    int dash = -1;
    for (int i = 0; i < text.numBytes(); i++) {
      byte at = text.getByte(i);
      if (at == '-' && dash < 0) {
        dash = i;
      } else if (at == ':' || at == 'T') {
        return dash >= YEAR_DIGITS ? text : null;
      }
    }
    return text;
  }
}

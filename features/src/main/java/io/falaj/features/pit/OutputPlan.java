package io.falaj.features.pit;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/**
 * How a feature comes of what was computed from events: as it is, or divided.
 *
 * @param of the position of what was computed
 * @param to the position of what it is divided by; -1 where it comes out as it is
 */
record OutputPlan(int of, int to) implements Serializable {

  @Nullable Object value(GenericInternalRow computed) {
    Object value = computed.values()[of];
    if (to < 0) {
      return value;
    }
    Object divisor = computed.values()[to];
    if (value == null || divisor == null || ColumnType.number(divisor) == 0) {
      return null;
    }
    return ColumnType.number(value) / ColumnType.number(divisor);
  }
}

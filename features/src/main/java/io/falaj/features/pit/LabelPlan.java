package io.falaj.features.pit;

import io.falaj.lineage.FalajException;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Where keys and time stand in a label's row.
 *
 * @param firstKey the ordinal of the first key; the others follow
 * @param keys the keys' types
 * @param time the time's ordinal
 * @param first the first instant of the interval that the labels are known to lie in
 * @param end the first instant after it
 * @param late how much later than it was everything counts as known, in microseconds
 */
record LabelPlan(int firstKey, List<ColumnType> keys, int time, long first, long end, long late)
    implements Serializable {

  boolean hasNullKey(InternalRow label) {
    for (int i = 0; i < keys.size(); i++) {
      if (label.isNullAt(firstKey + i)) {
        return true;
      }
    }
    return false;
  }

  boolean sameKeys(InternalRow left, InternalRow right) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).compare(left, firstKey + i, right, firstKey + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Only the slabs that labels of the interval can see are read: a label outside would miss some.
   */
  void checkTime(InternalRow label, long micros) {
    if (micros < first || micros >= end) {
      throw new FalajException.DataRefused(
          "A label with the keys (%s) has the time %s, outside the interval %s/%s that was asked for. Ask for an interval that holds all labels."
              .formatted(describeKeys(label), instant(micros), instant(first), instant(end)));
    }
  }

  static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  String describeKeys(InternalRow label) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(String.valueOf(keys.get(i).keep(label, firstKey + i)));
    }
    return String.join(", ", values);
  }
}

package io.falaj.validation;

import io.falaj.lineage.RowObserver;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Counts the rows of a source that lie outside the intervals asked for, and when they lie. */
final class OutsideCounter implements RowObserver<OutsideCounter.Outside> {

  private static final long serialVersionUID = 1;

  static final String ASKED = "_asked";
  static final String EVENT = "_event";

  @Override
  public Outside open(StructType schema) {
    return new Outside(schema.fieldIndex(ASKED), schema.fieldIndex(EVENT));
  }

  @Override
  public void observe(Outside state, InternalRow row) {
    state.add(row);
  }

  @Override
  public Outside merge(Outside left, Outside right) {
    left.asked += right.asked;
    left.outside += right.outside;
    left.first = Math.min(left.first, right.first);
    left.last = Math.max(left.last, right.last);
    return left;
  }

  /** What was seen of a source. */
  static final class Outside implements Serializable {
    private static final long serialVersionUID = 1;

    private final int askedOrdinal;
    private final int eventOrdinal;
    private long asked;
    private long outside;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    Outside(int askedOrdinal, int eventOrdinal) {
      this.askedOrdinal = askedOrdinal;
      this.eventOrdinal = eventOrdinal;
    }

    private void add(InternalRow row) {
      if (row.getBoolean(askedOrdinal)) {
        asked++;
      } else {
        outside++;
      }
      if (!row.isNullAt(eventOrdinal)) {
        long micros = row.getLong(eventOrdinal);
        first = Math.min(first, micros);
        last = Math.max(last, micros);
      }
    }

    long rows() {
      return asked + outside;
    }

    long outside() {
      return outside;
    }

    Optional<Instant> firstEvent() {
      return first > last ? Optional.empty() : Optional.of(instant(first));
    }

    Optional<Instant> lastEvent() {
      return first > last ? Optional.empty() : Optional.of(instant(last));
    }

    private static Instant instant(long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
  }
}

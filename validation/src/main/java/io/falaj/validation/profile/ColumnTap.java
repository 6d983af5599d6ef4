package io.falaj.validation.profile;

import io.falaj.validation.profile.ProfileTap.Watched;
import org.apache.datasketches.hll.HllSketch;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Gathers the profile of one column while rows pass: one call a row, no boxing. A value that was
 * counted lately is not hashed again, since that would change no register.
 */
abstract class ColumnTap {

  final int ordinal;
  private long rows;
  private long nulls;

  ColumnTap(int ordinal) {
    this.ordinal = ordinal;
  }

  static ColumnTap of(Watched column) {
    int ordinal = column.ordinal();
    return switch (column.kind()) {
      case NUMBER, TIME -> new NumberTap(column);
      case TEXT -> new TextTap(ordinal);
      case BOOLEAN -> new BooleanTap(ordinal);
      case COUNTS -> new CountsTap(ordinal);
    };
  }

  final void add(InternalRow row) {
    rows++;
    if (row.isNullAt(ordinal)) {
      nulls++;
    } else {
      addValue(row);
    }
  }

  final ValueCounts counts(long nans, long infinities, int minLength, int maxLength) {
    return new ValueCounts(rows, nulls, nans, infinities, minLength, maxLength);
  }

  /** Adds the row's value in this column, which is not null. */
  abstract void addValue(InternalRow row);

  /** What was gathered so far; the tap may go on. */
  abstract ProfileState state();

  /** Counts alone. */
  private static final class CountsTap extends ColumnTap {
    CountsTap(int ordinal) {
      super(ordinal);
    }

    @Override
    void addValue(InternalRow row) {}

    @Override
    ProfileState state() {
      return new ProfileState(
          ProfileKind.COUNTS, counts(0, 0, -1, -1), Moments.NONE, null, null, null);
    }
  }

  private static final class BooleanTap extends ColumnTap {
    private long trues;
    private long falses;

    BooleanTap(int ordinal) {
      super(ordinal);
    }

    @Override
    void addValue(InternalRow row) {
      if (row.getBoolean(ordinal)) {
        trues++;
      } else {
        falses++;
      }
    }

    @Override
    ProfileState state() {
      var items = Sketches.items(ProfileKind.BOOLEAN);
      HllSketch hll = Sketches.hll();
      if (trues > 0) {
        items.update("true", trues);
        hll.update(1L);
      }
      if (falses > 0) {
        items.update("false", falses);
        hll.update(0L);
      }
      long count = trues + falses;
      double mean = count == 0 ? 0 : (double) trues / count;
      Moments moments =
          count == 0
              ? Moments.NONE
              : new Moments(
                  count, falses > 0 ? 0 : 1, trues > 0 ? 1 : 0, mean, count * mean * (1 - mean));
      return new ProfileState(ProfileKind.BOOLEAN, counts(0, 0, -1, -1), moments, hll, null, items);
    }
  }
}

package io.falaj.validation.profile;

import io.falaj.validation.profile.ProfileTap.Watched;
import io.falaj.validation.profile.ProfiledColumn.Total;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Numbers and times. */
final class NumberTap extends ColumnTap {

  private final ProfileKind kind;
  private final NumberReader reader;
  private final WideNumbers wide;
  private final @Nullable ColumnSum sum;
  private final Moments.Adder moments = new Moments.Adder();
  private final HllSketch hll = Sketches.hll();
  private final KllDoublesSketch kll = Sketches.kll();
  private @Nullable FewNumbers few;
  private long nans;
  private long infinities;
  private double last = Double.NaN;

  NumberTap(Watched column) {
    super(column.ordinal());
    this.kind = column.kind();
    this.reader = NumberReader.of(column.type());
    this.wide = WideNumbers.of(column.type());
    this.sum =
        kind == ProfileKind.NUMBER && column.total() == Total.KEPT
            ? ColumnSum.of(column.type())
            : null;
    this.few = kind == ProfileKind.NUMBER ? new FewNumbers(Sketches.DISCRETE_NUMBERS) : null;
  }

  @Override
  void addValue(InternalRow row) {
    double value = reader.read(row, ordinal);
    if (Double.isNaN(value)) {
      nans++;
      return;
    } else if (Double.isInfinite(value)) {
      infinities++;
      return;
    }
    moments.add(value);
    kll.update(value);
    if (sum != null) {
      sum.add(row, ordinal, value);
    }
    if (wide.add(hll, row, ordinal, value)) {
      if (few != null && few.add(value) == FewNumbers.Added.FULL) {
        few = null;
      }
    } else if (few != null) {
      switch (few.add(value)) {
        case KNOWN -> {}
        case NEW -> hll.update(value);
        case FULL -> {
          few = null;
          hll.update(value);
        }
      }
    } else if (value != last) {
      hll.update(value);
      last = value;
    }
  }

  @Override
  ProfileState state() {
    ItemsSketch<String> items = null;
    if (few != null) {
      items = Sketches.items(kind);
      few.forEach(items::update);
    }
    return new ProfileState(
            kind, counts(nans, infinities, -1, -1), moments.moments(), hll, kll, items)
        .withSum(sum == null ? null : sum.total());
  }
}

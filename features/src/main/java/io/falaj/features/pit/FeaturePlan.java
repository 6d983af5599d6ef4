package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.features.NullPolicy;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * How one feature is computed.
 *
 * @param output its position among the view's features
 * @param aggregate LAST for the last value, in a window or not
 * @param input the position of its input among the view's inputs; -1 when events are counted
 * @param type the input's type; a boolean when events are counted
 */
record FeaturePlan(
    int output, Aggregate aggregate, NullPolicy nullPolicy, int input, ColumnType type)
    implements Serializable {

  private static final int SUM_DIGITS = 10;

  /** The type of what comes out. */
  DataType outputType() {
    return switch (aggregate) {
      case COUNT -> DataTypes.LongType;
      case MEAN -> DataTypes.DoubleType;
      case SUM ->
          type.floating() ? DataTypes.DoubleType : type.decimal() ? sumType() : DataTypes.LongType;
      case MIN, MAX, LAST -> type.type();
    };
  }

  /** Whether the aggregate is defined for the input's type. */
  boolean defined() {
    return switch (aggregate) {
      case COUNT, LAST -> true;
      case MIN, MAX -> type.ordered();
      case SUM, MEAN -> type.wholeNumber() || type.floating() || type.decimal() || type.bool();
    };
  }

  Accumulator accumulator() {
    return switch (aggregate) {
      case COUNT -> new Count();
      case MIN, MAX -> new Extreme(aggregate, type);
      case SUM, MEAN ->
          type.floating()
              ? new FloatingTotal(aggregate)
              : type.decimal() ? new DecimalTotal(aggregate, sumType()) : new WholeTotal(aggregate);
      case LAST -> throw new IllegalStateException("the last value is looked up, not accumulated");
    };
  }

  private DecimalType sumType() {
    DecimalType decimal = (DecimalType) type.type();
    return new DecimalType(
        Math.min(DecimalType.MAX_PRECISION(), decimal.precision() + SUM_DIGITS), decimal.scale());
  }
}

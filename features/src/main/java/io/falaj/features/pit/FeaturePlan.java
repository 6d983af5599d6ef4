package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.features.NullPolicy;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/**
 * How one feature is computed.
 *
 * @param output its position among the view's features
 * @param aggregate LAST for the last value, in a window or not
 * @param parameter how many values, or which quantile; 0 where there is none
 * @param input the position of its input among the view's inputs; -1 when events are counted
 * @param type the input's type; a boolean when events are counted
 * @param filter the position of the condition that its events meet; -1 where all count
 */
record FeaturePlan(
    int output,
    Aggregate aggregate,
    double parameter,
    NullPolicy nullPolicy,
    int input,
    ColumnType type,
    int filter)
    implements Serializable {

  private static final int SUM_DIGITS = 10;

  /** The type of what comes out. */
  DataType outputType() {
    return switch (aggregate) {
      case COUNT, COUNT_DISTINCT -> DataTypes.LongType;
      case MEAN, SHARE, VARIANCE, STDDEV, QUANTILE -> DataTypes.DoubleType;
      case SUM ->
          type.floating() ? DataTypes.DoubleType : type.decimal() ? sumType() : DataTypes.LongType;
      case MIN, MAX, FIRST, LAST -> type.type();
      case LAST_K -> DataTypes.createArrayType(type.type(), true);
    };
  }

  /** Whether the aggregate is defined for the input's type. */
  boolean defined() {
    return switch (aggregate) {
      case COUNT, FIRST, LAST, LAST_K -> true;
      case MIN, MAX, COUNT_DISTINCT -> type.ordered();
      case SHARE -> type.bool();
      case SUM, MEAN -> type.number() || type.bool();
      case VARIANCE, STDDEV, QUANTILE -> type.number();
    };
  }

  Accumulator accumulator() {
    return switch (aggregate) {
      case COUNT -> new Count();
      case COUNT_DISTINCT -> new DistinctCount();
      case MIN, MAX -> new Extreme(aggregate, type);
      case QUANTILE -> new Quantile(parameter);
      case SUM ->
          type.floating()
              ? new FloatingTotal(aggregate)
              : type.decimal() ? new DecimalTotal(aggregate, sumType()) : new WholeTotal(aggregate);
      case MEAN, SHARE ->
          type.floating()
              ? new FloatingTotal(Aggregate.MEAN)
              : type.decimal()
                  ? new DecimalTotal(Aggregate.MEAN, sumType())
                  : new WholeTotal(Aggregate.MEAN);
      case VARIANCE, STDDEV -> new Spread(aggregate);
      case FIRST, LAST, LAST_K ->
          throw new IllegalStateException("values of certain events are looked up");
    };
  }

  /** Whether an event counts for the feature. */
  boolean counts(Event event) {
    return filter < 0 || Boolean.TRUE.equals(event.inputs[filter]);
  }

  /** What an event gives to the aggregate; null where it does not count. */
  @Nullable Object value(Event event) {
    return counts(event) ? input < 0 ? event : event.inputs[input] : null;
  }

  private DecimalType sumType() {
    DecimalType decimal = (DecimalType) type.type();
    return new DecimalType(
        Math.min(DecimalType.MAX_PRECISION(), decimal.precision() + SUM_DIGITS), decimal.scale());
  }
}

package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.features.Boundary;
import io.falaj.features.EventFeature;
import io.falaj.features.Feature;
import io.falaj.features.FeatureView;
import io.falaj.features.NullPolicy;
import io.falaj.features.Ratio;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Features by brute force, in plain Java: every label looks at every event. Shares with the engine
 * the view's definition, and the rows' order of last resort.
 */
final class Oracle {

  private static final MathContext PRECISE = new MathContext(400);

  private final FeatureView view;
  private final List<Row> events;
  private final Duration late;

  Oracle(FeatureView view, List<Row> events) {
    this(view, events, Duration.ZERO);
  }

  /** As if everything had been known later. */
  Oracle(FeatureView view, List<Row> events, Duration late) {
    this.view = view;
    this.events = events;
    this.late = late;
  }

  /** The features of a label, in the view's order. */
  List<@Nullable Object> features(List<@Nullable Object> keys, Instant time) {
    List<Row> counting = counting(keys, time);
    List<@Nullable Object> values = new ArrayList<>();
    for (Feature feature : view.features()) {
      values.add(
          feature instanceof Ratio ratio
              ? ratio(value(ratio.of(), counting, time), value(ratio.to(), counting, time))
              : value((EventFeature) feature, counting, time));
    }
    return values;
  }

  private static @Nullable Double ratio(@Nullable Object of, @Nullable Object to) {
    return of == null || to == null || ((Number) to).doubleValue() == 0
        ? null
        : (Double) (((Number) of).doubleValue() / ((Number) to).doubleValue());
  }

  /** The latest visible version of each event, less the removed and the outlived, in order. */
  private List<Row> counting(List<@Nullable Object> keys, Instant time) {
    List<Row> latest = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Row event = events.get(i);
      if (matches(keys, event) && visible(event, time)) {
        boolean superseded = false;
        for (int j = 0; j < events.size(); j++) {
          Row other = events.get(j);
          superseded |=
              matches(keys, other)
                  && visible(other, time)
                  && sameEvent(event, other)
                  && (order().compare(other, event) > 0
                      || (j > i && order().compare(other, event) == 0));
        }
        if (!superseded && !event.<Boolean>getAs("_deleted") && lives(event, time)) {
          latest.add(event);
        }
      }
    }
    latest.sort(order());
    return latest;
  }

  private boolean matches(List<@Nullable Object> keys, Row event) {
    for (int i = 0; i < keys.size(); i++) {
      Object key = keys.get(i);
      if (key == null || !key.equals(event.getAs(view.entity().keyNames().get(i)))) {
        return false;
      }
    }
    return true;
  }

  private boolean visible(Row event, Instant labelTime) {
    Instant time = labelTime.minus(late);
    Instant happened = at(event, "_event_time");
    boolean before =
        view.times().boundary() == Boundary.INCLUSIVE
            ? !happened.isAfter(time)
            : happened.isBefore(time);
    return before && !at(event, "_available_time").isAfter(time);
  }

  private boolean lives(Row event, Instant time) {
    Optional<Duration> ttl = view.times().ttl();
    return ttl.isEmpty() || !at(event, "_event_time").isBefore(time.minus(ttl.get()));
  }

  private boolean sameEvent(Row left, Row right) {
    return at(left, "_event_time").equals(at(right, "_event_time"))
        && view.sequence().stream().allMatch(c -> Objects.equals(place(left, c), place(right, c)));
  }

  private Comparator<Row> order() {
    Comparator<Row> order =
        Comparator.<Row, Instant>comparing(row -> at(row, "_event_time"))
            .thenComparing(row -> at(row, "_available_time"));
    for (String column : view.sequence()) {
      order =
          order.thenComparing(
              row -> place(row, column), Comparator.nullsFirst(Comparator.naturalOrder()));
    }
    return order.thenComparing(row -> row.<Long>getAs("_row_hash"));
  }

  /** A row's place in a sequence; −0.0 and 0.0 are one. */
  private static @Nullable Comparable<Object> place(Row row, String column) {
    Object value = row.getAs("seq_" + column);
    @SuppressWarnings("unchecked") // sequences are of simple types
    Comparable<Object> place =
        (Comparable<Object>) (value instanceof Double number ? (Object) (number + 0.0) : value);
    return place;
  }

  private @Nullable Object value(EventFeature feature, List<Row> counting, Instant time) {
    List<Row> within =
        counting.stream()
            .filter(event -> within(feature, event, time) && meets(feature, event))
            .toList();
    if (feature.of().isEmpty()) {
      return (long) within.size();
    }
    String input = EventLayout.inputColumn(feature.of().get());
    List<@Nullable Object> values = new ArrayList<>();
    for (Row event : within) {
      Object value = event.getAs(input);
      if (value != null
          || (feature.aggregate().positional() && feature.nullPolicy() == NullPolicy.KEEP)) {
        values.add(value);
      }
    }
    return feature.aggregate().positional()
        ? chosen(feature, values)
        : aggregate(feature, values.stream().map(Objects::requireNonNull).toList());
  }

  private boolean within(EventFeature feature, Row event, Instant time) {
    if (feature.window().isEmpty()) {
      return true;
    }
    Instant edge = time.minus(feature.window().get());
    Instant happened = at(event, "_event_time");
    return view.times().boundary() == Boundary.INCLUSIVE
        ? happened.isAfter(edge)
        : !happened.isBefore(edge);
  }

  private static boolean meets(EventFeature feature, Row event) {
    return feature.where().isEmpty()
        || Boolean.TRUE.equals(event.getAs(EventLayout.inputColumn(feature.where().get())));
  }

  private static @Nullable Object chosen(EventFeature feature, List<@Nullable Object> values) {
    int size = values.size();
    if (size == 0) {
      return null;
    }
    return switch (feature.aggregate()) {
      case FIRST -> values.get(0);
      case LAST -> values.get(size - 1);
      default -> values.subList(Math.max(0, size - feature.k().getAsInt()), size);
    };
  }

  private static @Nullable Object aggregate(EventFeature feature, List<Object> values) {
    Aggregate aggregate = feature.aggregate();
    if (aggregate == Aggregate.COUNT) {
      return (long) values.size();
    } else if (aggregate == Aggregate.COUNT_DISTINCT) {
      return values.stream().map(v -> v instanceof Double d ? d + 0.0 : v).distinct().count();
    } else if (values.isEmpty()) {
      return null;
    }
    return switch (aggregate) {
      case MIN -> values.stream().reduce(Oracle::least).orElseThrow();
      case MAX -> values.stream().reduce((a, b) -> least(a, b) == a ? b : a).orElseThrow();
      case SUM ->
          values.get(0) instanceof Double
              ? (Object) total(values, 1)
              : values.get(0) instanceof BigDecimal
                  ? (Object) sum(values)
                  : (Object) sum(values).longValueExact();
      case MEAN, SHARE -> total(values, values.size());
      case VARIANCE -> variance(values);
      case STDDEV -> {
        Double variance = variance(values);
        yield variance == null ? null : Math.sqrt(variance);
      }
      case QUANTILE -> quantile(values, feature.q().getAsDouble());
      default -> throw new IllegalArgumentException(aggregate.name());
    };
  }

  private static @Nullable Double variance(List<Object> values) {
    if (values.size() < 2) {
      return null;
    } else if (values.stream().anyMatch(v -> v instanceof Double d && !Double.isFinite(d))) {
      return Double.NaN;
    }
    BigDecimal count = BigDecimal.valueOf(values.size());
    BigDecimal mean = sum(values).divide(count, PRECISE);
    BigDecimal squares = BigDecimal.ZERO;
    for (Object value : values) {
      squares = squares.add(decimal(value).subtract(mean).pow(2), PRECISE);
    }
    return squares.divide(count.subtract(BigDecimal.ONE), PRECISE).doubleValue();
  }

  private static double quantile(List<Object> values, double q) {
    double[] sorted =
        values.stream().mapToDouble(v -> ((Number) v).doubleValue()).sorted().toArray();
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    double share = place - below;
    return share == 0 || sorted[below] == sorted[below + 1]
        ? sorted[below]
        : (1 - share) * sorted[below] + share * sorted[below + 1];
  }

  @SuppressWarnings("unchecked") // all values of a column have one type
  private static Object least(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b) <= 0 ? a : b;
  }

  private static BigDecimal sum(List<Object> values) {
    return values.stream().map(Oracle::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static double total(List<Object> values, int divisor) {
    List<Double> wild =
        values.stream()
            .filter(v -> v instanceof Double d && !Double.isFinite(d))
            .map(v -> (Double) v)
            .toList();
    if (!wild.isEmpty()) {
      return wild.stream().mapToDouble(Double::doubleValue).sum();
    }
    return sum(values).divide(BigDecimal.valueOf(divisor), PRECISE).doubleValue() + 0.0;
  }

  private static BigDecimal decimal(Object value) {
    if (value instanceof Boolean bool) {
      return bool ? BigDecimal.ONE : BigDecimal.ZERO;
    } else if (value instanceof Double number) {
      return new BigDecimal(number);
    } else if (value instanceof BigDecimal number) {
      return number;
    }
    return BigDecimal.valueOf(((Number) value).longValue());
  }

  private static Instant at(Row row, String column) {
    return row.<java.sql.Timestamp>getAs(column).toInstant();
  }
}

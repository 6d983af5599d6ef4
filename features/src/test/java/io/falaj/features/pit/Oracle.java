package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.features.Boundary;
import io.falaj.features.Feature;
import io.falaj.features.FeatureView;
import io.falaj.features.NullPolicy;
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

  Oracle(FeatureView view, List<Row> events) {
    this.view = view;
    this.events = events;
  }

  /** The features of a label, in the view's order. */
  List<@Nullable Object> features(List<@Nullable Object> keys, Instant time) {
    List<Row> counting = counting(keys, time);
    List<@Nullable Object> values = new ArrayList<>();
    for (Feature feature : view.features()) {
      values.add(value(feature, counting, time));
    }
    return values;
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

  private boolean visible(Row event, Instant time) {
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

  private @Nullable Object value(Feature feature, List<Row> counting, Instant time) {
    if (feature instanceof Feature.Latest latest) {
      return last(counting, EventLayout.inputColumn(latest.of()), feature.nullPolicy());
    }
    Feature.Windowed windowed = (Feature.Windowed) feature;
    Instant edge = time.minus(windowed.window());
    List<Row> within =
        counting.stream()
            .filter(
                event -> {
                  Instant happened = at(event, "_event_time");
                  return view.times().boundary() == Boundary.INCLUSIVE
                      ? happened.isAfter(edge)
                      : !happened.isBefore(edge);
                })
            .toList();
    if (windowed.of().isEmpty()) {
      return (long) within.size();
    }
    String input = EventLayout.inputColumn(windowed.of().get());
    if (windowed.aggregate() == Aggregate.LAST) {
      return last(within, input, feature.nullPolicy());
    }
    List<Object> values = new ArrayList<>();
    for (Row event : within) {
      Object value = event.getAs(input);
      if (value != null) {
        values.add(value);
      }
    }
    return aggregate(windowed.aggregate(), values);
  }

  private static @Nullable Object last(List<Row> events, String input, NullPolicy nulls) {
    for (int i = events.size() - 1; i >= 0; i--) {
      Object value = events.get(i).getAs(input);
      if (value != null || nulls == NullPolicy.KEEP) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Object aggregate(Aggregate aggregate, List<Object> values) {
    if (aggregate == Aggregate.COUNT) {
      return (long) values.size();
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
      case MEAN -> total(values, values.size());
      default -> throw new IllegalArgumentException(aggregate.name());
    };
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

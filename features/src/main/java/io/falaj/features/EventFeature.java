package io.falaj.features;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A feature that is computed from events: the last value of an expression, or an aggregate over the
 * events of a window that ends at the label's time.
 *
 * @param name its name within its view
 * @param aggregate what is computed; LAST without a window for the last value
 * @param of the expression; absent only when events are counted
 * @param where which of the view's events count for this feature; absent: all of them
 * @param window how far back it looks; absent: as far as the view's ttl allows
 * @param k how many values {@link Aggregate#LAST_K} keeps, at least 1; absent for others
 * @param q which {@link Aggregate#QUANTILE}, from 0 to 1; absent for others
 * @param nullPolicy whether null is a value of an event
 */
public record EventFeature(
    String name,
    Aggregate aggregate,
    Optional<SqlText> of,
    Optional<SqlText> where,
    Optional<Duration> window,
    OptionalInt k,
    OptionalDouble q,
    NullPolicy nullPolicy)
    implements Feature {

  /** The last value of an expression. */
  static EventFeature last(String name, SqlText of, NullPolicy nullPolicy) {
    return new EventFeature(
        name,
        Aggregate.LAST,
        Optional.of(of),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        nullPolicy);
  }

  /** What it is computed from: its expression, and its condition. */
  public List<SqlText> inputs() {
    return Stream.concat(of.stream(), where.stream()).toList();
  }

  @Override
  public List<EventFeature> events() {
    return List.of(this);
  }

  /** Whether the last event alone decides, whatever its value is. */
  public boolean lastEventDecides() {
    return aggregate == Aggregate.LAST && nullPolicy == NullPolicy.KEEP && where.isEmpty();
  }

  @Override
  public String definition() {
    StringBuilder text = new StringBuilder(aggregate.text());
    k.ifPresent(many -> text.append(' ').append(many));
    q.ifPresent(which -> text.append(' ').append(which));
    text.append(" of ").append(of.map(SqlText::text).orElse("events"));
    where.ifPresent(sql -> text.append(" where ").append(sql.text()));
    return text.toString();
  }
}

package io.falaj.features;

import java.time.Duration;
import java.util.Optional;

/** One feature of a stored view. */
public sealed interface Feature {

  /** The feature's name within its view. */
  String name();

  NullPolicy nullPolicy();

  /**
   * The value of the last event.
   *
   * @param of the expression, in Spark's canonical form
   */
  record Latest(String name, SqlText of, NullPolicy nullPolicy) implements Feature {}

  /**
   * An aggregate over the events of a window that ends at the label's time.
   *
   * @param of the expression; absent only when events are counted
   * @param window how far back the window reaches
   */
  record Windowed(
      String name,
      Aggregate aggregate,
      Optional<SqlText> of,
      Duration window,
      NullPolicy nullPolicy)
      implements Feature {}
}

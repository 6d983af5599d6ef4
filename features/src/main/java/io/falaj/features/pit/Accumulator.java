package io.falaj.features.pit;

import org.jspecify.annotations.Nullable;

/** An aggregate over a window that slides: what was added is taken away again. */
interface Accumulator {

  void clear();

  /** A value comes in; never null. */
  void add(Object value);

  /** A value that was added goes out. */
  void remove(Object value);

  /**
   * The aggregate, in Spark's internal form.
   *
   * @throws ArithmeticException if it does not fit its type
   */
  @Nullable Object value();
}

package io.falaj.lineage.bench;

import java.util.function.Consumer;

/**
 * A measurement, found by {@link Benches} through {@link java.util.ServiceLoader}: name it in
 * {@code META-INF/services} of the module's test resources.
 */
public interface Bench {

  /** What {@code ./falaj bench} calls it. */
  String name();

  /**
   * Measures, and tells each case as soon as it is done.
   *
   * @param rounds how often each contender runs, after one run that does not count
   */
  void run(int rounds, Consumer<BenchCase> told);
}

package io.falaj.lineage.bench;

import java.util.function.Consumer;

/**
 * A measurement, found by {@link Benches} through {@link java.util.ServiceLoader}: name it in
 * {@code META-INF/services} of the module's test resources.
 */
public interface Bench {

  /** What {@code ./falaj bench} calls it. */
  String name();

  /** Measures, and tells each case as soon as it is done. */
  void run(BenchSize size, Consumer<BenchCase> told);
}

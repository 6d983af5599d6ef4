package io.falaj.lineage.bench;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Times the two contenders of a case alternately, so that a machine whose speed varies is unfair to
 * neither; medians are compared.
 */
final class Rounds {

  private final int rounds;
  private final LongSupplier nanoTime;

  Rounds(int rounds, LongSupplier nanoTime) {
    if (rounds < 1) {
      throw new IllegalArgumentException("no rounds");
    }
    this.rounds = rounds;
    this.nanoTime = nanoTime;
  }

  BenchResult run(String bench, BenchCase one) throws Exception {
    one.baseline().run();
    one.work().run();
    double[] work = new double[rounds];
    double[] baseline = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      baseline[round] = seconds(one.baseline());
      work[round] = seconds(one.work());
    }
    return new BenchResult(
        bench, one.name(), median(work), one.baselineName(), median(baseline), one.goal(), rounds);
  }

  private double seconds(BenchCase.Work work) throws Exception {
    long start = nanoTime.getAsLong();
    work.run();
    return (nanoTime.getAsLong() - start) / 1e9;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}

package io.falaj.lineage.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of a contender took.
 *
 * @param seconds by the clock on the wall
 * @param cpuSeconds of all threads of this process, those of the collector and compiler included
 * @param liveMegabytes the most that a garbage collection left on the heap, see {@link LiveHeap}
 */
public record Cost(double seconds, double cpuSeconds, double liveMegabytes) {

  /** What some work takes; garbage of what ran before is no part of it. */
  static Cost of(Runnable work) {
    System.gc();
    try (LiveHeap heap = LiveHeap.watch()) {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      work.run();
      long end = System.nanoTime();
      return new Cost((end - start) / 1e9, (cpuNanos() - cpu) / 1e9, heap.most() / 1e6);
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Each figure's own median. */
  static Cost median(List<Cost> costs) {
    return new Cost(
        median(costs, Cost::seconds),
        median(costs, Cost::cpuSeconds),
        median(costs, Cost::liveMegabytes));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
    List<Double> sorted = new ArrayList<>();
    costs.forEach(cost -> sorted.add(figure.applyAsDouble(cost)));
    sorted.sort(null);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

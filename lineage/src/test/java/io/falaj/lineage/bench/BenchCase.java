package io.falaj.lineage.bench;

/**
 * A piece of work beside what it is measured against.
 *
 * @param name the case
 * @param work what is measured
 * @param baselineName what it is measured against
 * @param baseline its work
 * @param goal the largest ratio of their times that is good enough
 */
public record BenchCase(String name, Work work, String baselineName, Work baseline, double goal) {

  /** Something that takes time. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }
}

package io.falaj.lineage.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A measurement. Each module names its own in {@code
 * META-INF/services/io.falaj.lineage.bench.Bench} of its test tree.
 */
public interface Bench extends AutoCloseable {

  /** What {@code ./falaj bench NAME} calls it. */
  String name();

  /** What it measures, in a sentence. */
  String description();

  /**
   * Prepares the data.
   *
   * @param folder an empty folder, deleted afterwards
   */
  List<BenchCase> cases(Path folder) throws Exception;

  /** Frees what {@link #cases} made. */
  @Override
  default void close() throws java.io.IOException {}
}

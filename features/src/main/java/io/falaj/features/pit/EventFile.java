package io.falaj.features.pit;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * A Parquet file of a view's events table.
 *
 * @param path where it is, as a URI
 * @param size in bytes
 * @param modified in milliseconds since 1970
 * @param slab the month of its rows' known time, as its first day
 * @param bucket the bucket of its rows' keys
 * @param order whether Falaj wrote it, and sorted it
 */
public record EventFile(
    String path, long size, long modified, LocalDate slab, int bucket, Order order)
    implements Serializable {

  /** Whether a file's rows are known to be in order. */
  public enum Order {
    SORTED,
    UNKNOWN
  }
}

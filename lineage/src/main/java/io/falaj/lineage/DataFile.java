package io.falaj.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Parquet file of a table version.
 *
 * @param path its full URI
 * @param size in bytes
 * @param modified when it was written
 * @param partitionValues by partition column, as Delta writes them; null values are absent
 * @param tags what the writer noted
 * @param rows how many rows it has, or -1 if unknown
 */
public record DataFile(
    String path,
    long size,
    Instant modified,
    Map<String, String> partitionValues,
    Map<String, String> tags,
    long rows) {
  public DataFile {
    partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }
}

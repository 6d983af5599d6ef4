package io.falaj.scoring.drift;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of a categorical column (booleans too), counted.
 *
 * @param counts the rows of each category, all positive
 * @param missing the rows without a value
 */
public record CategorySample(SortedMap<String, Long> counts, long missing) {

  public CategorySample {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    if (missing < 0 || counts.values().stream().anyMatch(n -> n <= 0)) {
      throw new IllegalArgumentException("counts of categories are positive: " + counts);
    }
  }

  /** Counts values; null is a missing one. */
  public static CategorySample of(Collection<? extends @Nullable Object> values) {
    SortedMap<String, Long> counts = new TreeMap<>();
    long missing = 0;
    for (Object value : values) {
      if (value == null) {
        missing++;
      } else {
        counts.merge(value.toString(), 1L, Long::sum);
      }
    }
    return new CategorySample(counts, missing);
  }

  /** The rows with a value. */
  public long size() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** All rows, those without a value included. */
  public long rows() {
    return size() + missing;
  }

  /** The share of rows without a value; 0 without rows. */
  public double missingShare() {
    return rows() == 0 ? 0 : (double) missing / rows();
  }

  long count(String category) {
    return counts.getOrDefault(category, 0L);
  }

  /** The share of rows with a value whose category the reference does not know. */
  double unknownShare(CategorySample reference) {
    long unknown =
        counts.entrySet().stream()
            .filter(entry -> !reference.counts.containsKey(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return size() == 0 ? 0 : (double) unknown / size();
  }
}

package io.falaj.lineage.questions;

import io.falaj.lineage.DataInterval;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A piece of something, at its exact identity.
 *
 * @param interval the interval of a table, or null where there is none
 * @param identity a table's Delta version, a file's SHA-256, a model's version
 */
public record Part(@Nullable DataInterval interval, String identity) implements Comparable<Part> {

  private static final Comparator<Part> ORDER =
      Comparator.comparing(
              Part::interval, Comparator.nullsFirst(Comparator.<DataInterval>naturalOrder()))
          .thenComparing(Part::identity);

  @Override
  public int compareTo(Part other) {
    return ORDER.compare(this, other);
  }
}

package io.falaj.validation.profile;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What a profile is of.
 *
 * @param interval the rows' {@code _interval}; empty where they have none
 * @param segment the rows' value in the segment column; empty where there is none or it is null; or
 *     the name of a segment that is kept beside the whole, see {@link Segmentation}
 * @param column the column
 */
public record ProfileKey(String interval, String segment, String column)
    implements Serializable, Comparable<ProfileKey> {

  private static final Comparator<ProfileKey> ORDER =
      Comparator.comparing(ProfileKey::interval)
          .thenComparing(ProfileKey::segment)
          .thenComparing(ProfileKey::column);

  /** Whether no profile beside it has the same rows too. */
  public boolean whole() {
    return !Segmentation.isCut(segment);
  }

  @Override
  public int compareTo(ProfileKey other) {
    return ORDER.compare(this, other);
  }
}

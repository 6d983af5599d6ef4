package io.falaj.validation.profile;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The profiles of a table's columns, by interval, segment and column. Immutable. */
public final class Profiles implements Serializable {

  private static final long serialVersionUID = 1;

  private final TreeMap<ProfileKey, ProfileState> states;

  /** Profiles by what they are of. */
  public Profiles(Map<ProfileKey, ProfileState> states) {
    this.states = new TreeMap<>(states);
  }

  /** The profiles of the rows of both. */
  public Profiles merge(Profiles other) {
    TreeMap<ProfileKey, ProfileState> merged = new TreeMap<>(states);
    other.states.forEach((key, state) -> merged.merge(key, state, ProfileState::merge));
    return new Profiles(Segmentation.limited(merged));
  }

  /** The same in little memory, see {@link ProfileState#packed}. */
  Profiles packed() {
    Profiles packed = new Profiles(states);
    packed.states.replaceAll((key, state) -> state.packed());
    return packed;
  }

  /** Every profile, ordered by interval, segment and column. */
  public SortedMap<ProfileKey, ProfileState> states() {
    return Collections.unmodifiableSortedMap(states);
  }

  /** Profiles of whole columns: all intervals and segments merged, by column. */
  public SortedMap<String, ProfileState> byColumn() {
    SortedMap<String, ProfileState> columns = new TreeMap<>();
    states.forEach(
        (key, state) -> {
          if (key.whole()) {
            columns.merge(key.column(), state, ProfileState::merge);
          }
        });
    return columns;
  }

  /**
   * Profiles of the segments that are kept beside the whole: all intervals merged, by segment and
   * column.
   */
  public SortedMap<String, SortedMap<String, ProfileState>> bySegment() {
    return Segmentation.bySegment(states);
  }

  /** Profiles of one interval's columns, segments merged. */
  public SortedMap<String, ProfileState> of(String interval) {
    SortedMap<String, ProfileState> columns = new TreeMap<>();
    states.forEach(
        (key, state) -> {
          if (key.whole() && key.interval().equals(interval)) {
            columns.merge(key.column(), state, ProfileState::merge);
          }
        });
    return columns;
  }
}

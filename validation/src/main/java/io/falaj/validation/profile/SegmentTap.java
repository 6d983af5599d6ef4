package io.falaj.validation.profile;

import io.falaj.validation.profile.ProfileTap.Watched;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Gathers profiles of one segmentation's rows in one task, by interval. Of an interval it holds at
 * most {@link Segmentation#MOST} + 2 taps of each column: a value that a lesser one takes the place
 * of goes to what is other, with all that was seen of it.
 */
final class SegmentTap {

  private final String name;
  private final int ordinal;
  private final List<Watched> columns;
  private final Map<UTF8String, Interval> intervals = new HashMap<>();
  private @Nullable UTF8String lastInterval;
  private @Nullable Interval last;

  /**
   * @param name of the segmentation
   * @param ordinal of its text in the rows
   * @param columns to profile
   */
  SegmentTap(String name, int ordinal, List<Watched> columns) {
    this.name = name;
    this.ordinal = ordinal;
    this.columns = columns;
  }

  void add(UTF8String interval, InternalRow row) {
    Interval of = last;
    if (of == null || !interval.equals(lastInterval)) {
      UTF8String copy = interval.copy();
      of = intervals.computeIfAbsent(copy, unused -> new Interval());
      lastInterval = copy;
      last = of;
    }
    for (ColumnTap tap : of.taps(row)) {
      tap.add(row);
    }
  }

  /** Adds what was gathered to profiles. */
  void states(Map<ProfileKey, ProfileState> into) {
    intervals.forEach(
        (interval, of) -> {
          of.kept.forEach(
              (value, taps) -> put(into, interval, Segmentation.value(name, value), states(taps)));
          put(into, interval, Segmentation.ofNull(name), states(of.nulls));
          put(into, interval, Segmentation.other(name), states(of.other));
          put(into, interval, Segmentation.other(name), of.gone);
        });
  }

  private void put(
      Map<ProfileKey, ProfileState> into,
      UTF8String interval,
      String segment,
      ProfileState @Nullable [] states) {
    for (int i = 0; states != null && i < states.length; i++) {
      into.merge(
          new ProfileKey(interval.toString(), segment, columns.get(i).name()),
          states[i],
          ProfileState::merge);
    }
  }

  private static ProfileState @Nullable [] states(ColumnTap @Nullable [] taps) {
    if (taps == null) {
      return null;
    }
    ProfileState[] states = new ProfileState[taps.length];
    for (int i = 0; i < taps.length; i++) {
      states[i] = taps[i].state();
    }
    return states;
  }

  private final class Interval {
    private final TreeMap<UTF8String, ColumnTap[]> kept = new TreeMap<>();
    private ColumnTap @Nullable [] nulls;
    private ColumnTap @Nullable [] other;

    /** Of values that had taps of their own once. */
    private ProfileState @Nullable [] gone;

    private ColumnTap[] taps(InternalRow row) {
      if (row.isNullAt(ordinal)) {
        ColumnTap[] taps = nulls == null ? fresh() : nulls;
        nulls = taps;
        return taps;
      }
      UTF8String value = row.getUTF8String(ordinal);
      ColumnTap[] known = kept.get(value);
      if (known != null) {
        return known;
      }
      if (kept.size() == Segmentation.MOST) {
        if (value.compareTo(kept.lastKey()) > 0) {
          ColumnTap[] taps = other == null ? fresh() : other;
          other = taps;
          return taps;
        }
        letGo(kept.pollLastEntry().getValue());
      }
      ColumnTap[] taps = fresh();
      kept.put(value.copy(), taps);
      return taps;
    }

    private void letGo(ColumnTap[] taps) {
      ProfileState[] states = new ProfileState[taps.length];
      ProfileState[] before = gone;
      for (int i = 0; i < taps.length; i++) {
        ProfileState state = taps[i].state();
        states[i] = before == null ? state : before[i].merge(state);
      }
      gone = states;
    }

    private ColumnTap[] fresh() {
      return columns.stream().map(ColumnTap::of).toArray(ColumnTap[]::new);
    }
  }
}

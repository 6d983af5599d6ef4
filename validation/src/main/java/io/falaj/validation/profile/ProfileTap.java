package io.falaj.validation.profile;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Gathers profiles of the rows of one task; what travels from it is {@link Profiles}. Rows of one
 * interval and segment mostly follow each other, so the last group is tried first. Memory is given
 * to {@link #MOST_OPEN} profiles at a time: where rows of further intervals come, those until then
 * are packed, which costs little where the rows come interval by interval.
 */
public final class ProfileTap implements Serializable {

  /** So many profiles at most are gathered by a task at a time, of some 10 kB each. */
  public static final int MOST_OPEN = 20_000;

  private static final long serialVersionUID = 1;

  /** Everything gathered elsewhere or before, merged when asked. */
  private Profiles gathered = new Profiles(Map.of());

  private final transient @Nullable Layout layout;
  private final transient Map<Group, ColumnTap[]> groups = new HashMap<>();
  private transient List<SegmentTap> segments;
  private transient @Nullable Group lastGroup;
  private transient ColumnTap @Nullable [] lastTaps;

  ProfileTap(Layout layout) {
    this.layout = layout;
    this.segments = layout.segmentTaps();
  }

  private ProfileTap(Profiles gathered) {
    this.layout = null;
    this.segments = List.of();
    this.gathered = gathered;
  }

  void add(InternalRow row) {
    Layout at = java.util.Objects.requireNonNull(layout, "a tap that travelled observes no rows");
    for (ColumnTap tap : taps(at, row)) {
      tap.add(row);
    }
    if (!segments.isEmpty()) {
      UTF8String interval = text(row, at.interval());
      segments.forEach(segment -> segment.add(interval, row));
    }
  }

  private ColumnTap[] taps(Layout at, InternalRow row) {
    UTF8String interval = text(row, at.interval());
    UTF8String segment = text(row, at.segment());
    Group last = lastGroup;
    ColumnTap[] taps = lastTaps;
    if (last != null
        && taps != null
        && last.interval().equals(interval)
        && last.segment().equals(segment)) {
      return taps;
    }
    Group group = new Group(interval.copy(), segment.copy());
    if (groups.size() >= at.mostGroups() && !groups.containsKey(group)) {
      pack(at);
    }
    taps = groups.computeIfAbsent(group, g -> at.taps());
    lastGroup = group;
    lastTaps = taps;
    return taps;
  }

  private void pack(Layout at) {
    gathered = profiles().packed();
    groups.clear();
    segments = at.segmentTaps();
  }

  /** How many groups are open now. */
  int open() {
    return groups.size();
  }

  private static UTF8String text(InternalRow row, int ordinal) {
    return ordinal < 0 || row.isNullAt(ordinal)
        ? UTF8String.EMPTY_UTF8
        : row.getUTF8String(ordinal);
  }

  ProfileTap merge(ProfileTap other) {
    return new ProfileTap(profiles().merge(other.profiles()).packed());
  }

  /** The profiles of the rows observed. */
  public Profiles profiles() {
    Layout at = layout;
    if (at == null || groups.isEmpty()) {
      return gathered;
    }
    TreeMap<ProfileKey, ProfileState> states = new TreeMap<>();
    groups.forEach(
        (group, taps) -> {
          for (int i = 0; i < taps.length; i++) {
            states.put(
                new ProfileKey(
                    group.interval().toString(),
                    group.segment().toString(),
                    at.columns().get(i).name()),
                taps[i].state());
          }
        });
    segments.forEach(segment -> segment.states(states));
    return new Profiles(states).merge(gathered);
  }

  private Object writeReplace() {
    return new Travelling(profiles());
  }

  /**
   * Ordinals of what the rows are grouped by (-1: nothing), how to profile the columns, and which
   * segmentations to profile beside, by name.
   */
  record Layout(
      int interval, int segment, List<Watched> columns, Map<String, Integer> segmentations) {
    List<SegmentTap> segmentTaps() {
      return segmentations.entrySet().stream()
          .map(named -> new SegmentTap(named.getKey(), named.getValue(), columns))
          .toList();
    }

    /** So many groups are open at most, each with its segments. */
    int mostGroups() {
      long each = columns.size() * (1 + segmentations.size() * (Segmentation.MOST + 2L));
      return (int) Math.max(1, MOST_OPEN / Math.max(1, each));
    }

    ColumnTap[] taps() {
      return columns.stream().map(column -> ColumnTap.of(column)).toArray(ColumnTap[]::new);
    }
  }

  record Watched(
      String name, int ordinal, DataType type, ProfileKind kind, ProfiledColumn.Total total) {}

  private record Group(UTF8String interval, UTF8String segment) {}

  private record Travelling(Profiles profiles) implements Serializable {
    private Object readResolve() {
      return new ProfileTap(profiles);
    }
  }
}

package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows whose keys other intervals have too, where a key is to be unique in the table: which of them
 * fail is decided interval by interval, in order of time, as if each were ingested by itself. A row
 * fails if an earlier interval has its key in clean, be it that it was there, or that a row with it
 * was just admitted.
 *
 * <p>It holds these rows alone, on the driver: as many as there are duplicates.
 */
final class KeyContest {

  /**
   * A key of a key expectation.
   *
   * @param check its place among the key expectations
   * @param values the key's values, with equality
   */
  record Key(int check, Object values) {}

  /**
   * A row that is to be admitted or not.
   *
   * @param row its identity
   * @param interval its pending interval
   * @param failed bits of key expectations that it fails, whatever other intervals hold
   * @param aside whether a row expectation sets it aside
   */
  record Contender(String row, DataInterval interval, long failed, boolean aside) {}

  /** What becomes of an interval. */
  enum Decision {
    /** Its rows take the place of those that clean has. */
    ADMITTED,
    /** Clean stays as it is. */
    REFUSED
  }

  private final int checks;
  private final long asideMask;
  private final Map<DataInterval, Map<Contender, List<Key>>> contenders = new HashMap<>();
  private final Map<Key, List<DataInterval>> settled = new HashMap<>();
  private final Map<DataInterval, Set<Key>> replaced = new HashMap<>();
  private final Set<Key> admitted = new HashSet<>();
  private final Map<Contender, Long> failing = new HashMap<>();

  /**
   * @param checks how many key expectations there are
   * @param asideMask the bits of those that set a row aside
   */
  KeyContest(int checks, long asideMask) {
    this.checks = checks;
    this.asideMask = asideMask;
  }

  /** A row has a key that is to be unique. */
  void enter(Contender contender, Key key) {
    contenders
        .computeIfAbsent(contender.interval(), unused -> new HashMap<>())
        .computeIfAbsent(contender, unused -> new ArrayList<>())
        .add(key);
  }

  /** Clean has the key in an interval that is not pending. */
  void isThere(Key key, DataInterval interval) {
    settled.computeIfAbsent(key, unused -> new ArrayList<>()).add(interval);
  }

  /** Clean has the key in a pending interval, until its rows are replaced. */
  void isThereUntilReplaced(Key key, DataInterval interval) {
    replaced.computeIfAbsent(interval, unused -> new HashSet<>()).add(key);
  }

  /**
   * Decides which rows of an interval fail; those of earlier pending intervals are settled.
   *
   * @return rows that fail each key expectation for what earlier intervals hold and for nothing
   *     else, and behind them those that are set aside for it: as {@link KeyChecks#counts}
   */
  long[] failures(DataInterval interval) {
    long[] counts = new long[checks + 1];
    contenders
        .getOrDefault(interval, Map.of())
        .forEach(
            (contender, keys) -> {
              long bits = 0;
              for (Key key : keys) {
                long bit = 1L << key.check();
                if ((contender.failed() & bit) == 0 && isTaken(key, interval)) {
                  bits |= bit;
                  counts[key.check()]++;
                }
              }
              if (bits != 0) {
                failing.put(contender, bits);
                counts[checks] += (bits & asideMask) == 0 ? 0 : 1;
              }
            });
    return counts;
  }

  private boolean isTaken(Key key, DataInterval interval) {
    return admitted.contains(key)
        || settled.getOrDefault(key, List.of()).stream()
            .anyMatch(earlier -> !earlier.end().isAfter(interval.start()));
  }

  /** What became of an interval whose failures were asked for. */
  void settle(DataInterval interval, Decision decision) {
    if (decision == Decision.REFUSED) {
      admitted.addAll(replaced.getOrDefault(interval, Set.of()));
      return;
    }
    contenders
        .getOrDefault(interval, Map.of())
        .forEach(
            (contender, keys) -> {
              long failed = contender.failed() | failing.getOrDefault(contender, 0L);
              if (!contender.aside() && (failed & asideMask) == 0) {
                admitted.addAll(keys);
              }
            });
  }

  /** The rows that fail for what earlier intervals hold, and the bits of what they fail. */
  Map<Contender, Long> failing() {
    return failing;
  }
}

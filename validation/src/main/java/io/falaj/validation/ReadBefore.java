package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.StepInput;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What raw has of a table outside the lake that was read in another way than the contract now says:
 * what differs there may be the contract's doing, or the source's, and only columns that are read
 * alike can tell.
 *
 * @param intervals of raw, among those asked for
 * @param alike the source columns that all of them were read from as they are now
 */
record ReadBefore(List<DataInterval> intervals, Set<String> alike) {

  ReadBefore {
    intervals = List.copyOf(intervals);
    alike = Set.copyOf(alike);
  }

  /**
   * Of some commits.
   *
   * @param raw tells the columns of raw: all that is known of commits of earlier releases
   */
  static ReadBefore of(
      Contract contract, Collection<Commit> commits, SnapshotLog log, Supplier<Set<String>> raw) {
    List<Commit> others =
        commits.stream()
            .filter(commit -> !commit.inputs().contains(contract.readingInput()))
            .toList();
    Set<String> has = others.isEmpty() ? Set.of() : raw.get();
    Set<String> alike = new TreeSet<>();
    for (Column column : contract.sourceColumns()) {
      if (others.stream().allMatch(commit -> alike(column, commit, log, has))) {
        alike.add(column.name());
      }
    }
    return new ReadBefore(others.stream().map(Commit::interval).toList(), alike);
  }

  private static boolean alike(Column column, Commit commit, SnapshotLog log, Set<String> has) {
    return commit.inputs().stream()
        .filter(input -> input.kind().equals(StepInput.READING))
        .findFirst()
        .flatMap(input -> log.columns(input.identity()))
        .map(columns -> alike(column, columns))
        .orElseGet(() -> has.contains(column.name()));
  }

  private static boolean alike(Column column, SortedMap<String, String> columns) {
    return column.origin().identity().equals(columns.get(column.name()));
  }

  boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** Those of some columns that are read alike, in the same order. */
  List<String> alike(List<String> columns) {
    return columns.stream().filter(alike::contains).toList();
  }

  /**
   * Looks whether rows can be told apart as they were.
   *
   * @throws FalajException.DataRefused if a column of the key is read from elsewhere
   */
  void checkKeys(Contract contract, List<String> keys) {
    List<String> others = keys.stream().filter(key -> !alike.contains(key)).toList();
    if (!isEmpty() && !others.isEmpty()) {
      throw new FalajException.DataRefused(
          ("Dataset %s's key is told by %s, which is read from elsewhere than when %s was ingested:"
                  + " nothing says which row there is which row now. Give the dataset another name,"
                  + " or read the column from where it was.")
              .formatted(contract.dataset(), String.join(", ", others), intervals.get(0)));
    }
  }
}

package io.falaj.features;

import io.falaj.features.ViewDiff.Recomputed;
import io.falaj.features.ViewDiff.Verdict;
import io.falaj.lineage.Commit;
import io.falaj.lineage.DataFile;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Holds a pipeline's views against what their tables in a lake were made by. */
public final class DiffViews {

  private final Lake lake;
  private final ViewDefinitions definitions;

  public DiffViews(Lake lake) {
    this.lake = lake;
    this.definitions = new ViewDefinitions(lake);
  }

  /**
   * Compares every stored view.
   *
   * @param pipeline whose they are
   * @return in the catalog's order, and then those that the pipeline had before
   */
  public List<ViewDiff> execute(Collection<FeatureView> views, String pipeline) {
    List<ViewDiff> diffs = new ArrayList<>();
    SortedSet<String> gone = definitions.madeBy(pipeline);
    for (FeatureView view : views) {
      gone.remove(view.versionedName());
      diffs.add(diff(view));
    }
    gone.forEach(view -> diffs.add(gone(view)));
    return List.copyOf(diffs);
  }

  private ViewDiff diff(FeatureView view) {
    List<Commit> commits = lake.commits(FeatureTables.STEP, view.versionedName());
    if (commits.isEmpty()) {
      return new ViewDiff(
          view.versionedName(), Verdict.NEW, List.of(), Optional.of(whole(view, view.version())));
    }
    List<Commit> others =
        commits.stream().filter(c -> !c.definition().equals(view.fingerprint())).toList();
    List<ViewChange> changes = definitions.changes(view);
    if (changes.stream().anyMatch(ViewChange::breaking)) {
      return new ViewDiff(
          view.versionedName(),
          Verdict.BREAKING,
          changes,
          Optional.of(whole(view, view.version() + 1)));
    }
    if (others.isEmpty()) {
      return new ViewDiff(view.versionedName(), Verdict.UNCHANGED, changes, Optional.empty());
    }
    return new ViewDiff(
        view.versionedName(),
        changes.isEmpty() ? Verdict.UNKNOWN : Verdict.COMPATIBLE,
        changes,
        Optional.of(
            recomputed(
                List.of(view.valuesTable()),
                others.stream().map(Commit::interval).toList(),
                values(others, view.valuesTable()))));
  }

  /** All that a version would have, from the view's source. */
  private Recomputed whole(FeatureView view, int version) {
    String name = view.name() + "_v" + version;
    return recomputed(
        List.of(new TableName(Zone.FEATURES, name), new TableName(Zone.FEATURES, name + "_events")),
        lake.exists(view.source())
            ? Materialize.intervals(lake, view, DataInterval.WHOLE)
            : List.of(),
        lake.exists(view.eventsTable())
            ? lake.files(lake.pin(view.eventsTable())).stream().mapToLong(DataFile::rows).sum()
            : 0);
  }

  private static Recomputed recomputed(
      List<TableName> tables, Collection<DataInterval> intervals, long rows) {
    return new Recomputed(
        tables,
        intervals.size(),
        intervals.isEmpty() ? Optional.empty() : Optional.of(DataInterval.hull(intervals)),
        rows);
  }

  private static long values(List<Commit> commits, TableName table) {
    return commits.stream()
        .flatMap(commit -> commit.tables().stream())
        .filter(written -> written.table().equals(table))
        .mapToLong(written -> written.content().rows())
        .sum();
  }

  private ViewDiff gone(String view) {
    boolean read = lake.releases().containsValue(new TableName(Zone.FEATURES, view));
    ViewChange change =
        new ViewChange(
            "view",
            "gone",
            read,
            read
                ? "Its name stands for this version in SQL, and nothing keeps that current."
                : "Its tables stay, and nothing keeps them current.");
    return new ViewDiff(view, Verdict.GONE, List.of(change), Optional.empty());
  }
}

package io.falaj.features;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * {@code features.definitions}: by what definitions the tables of views were made. Each is entered
 * before the first row is written by it, in the words that a view's file uses.
 */
final class ViewDefinitions {

  static final TableName TABLE = new TableName(Zone.FEATURES, "definitions");

  private static final TableSpec SPEC =
      TableSpec.of(
              TABLE,
              StructType.fromDDL(
                  "view string, fingerprint string, definition string, pipeline string, run_id"
                      + " string, recorded_at timestamp"))
          .describedAs("What feature views meant when their tables were made.");

  private final Lake lake;
  private final List<Entry> entries;

  private record Entry(String view, String fingerprint, String definition, String pipeline) {}

  ViewDefinitions(Lake lake) {
    this.lake = lake;
    this.entries =
        lake.bookkeeping(TABLE).stream()
            .sorted(
                Comparator.<Row, Timestamp>comparing(row -> row.getAs("recorded_at"))
                    .thenComparing(row -> row.<String>getAs("run_id")))
            .map(ViewDefinitions::entry)
            .toList();
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getAs("view"),
        row.getAs("fingerprint"),
        row.getAs("definition"),
        row.getAs("pipeline"));
  }

  /**
   * The definitions that what a view's tables now hold was made by: several where one that is
   * compatible has not reached all intervals. None of what an earlier release made.
   */
  List<FeatureView> made(String versionedName) {
    Set<String> fingerprints =
        lake.commits(FeatureTables.STEP, versionedName).stream()
            .map(commit -> commit.definition().hex())
            .collect(Collectors.toSet());
    return entries.stream()
        .filter(entry -> entry.view().equals(versionedName))
        .filter(entry -> fingerprints.remove(entry.fingerprint()))
        .map(entry -> RecordedDefinitions.readView(versionedName, entry.definition()))
        .toList();
  }

  /** How a view differs from what its tables were made by. */
  List<ViewChange> changes(FeatureView view) {
    return made(view.versionedName()).stream()
        .flatMap(before -> ViewChanges.between(before, view).stream())
        .distinct()
        .toList();
  }

  /** The views, by versioned name, whose tables a pipeline made. */
  SortedSet<String> madeBy(String pipeline) {
    return entries.stream()
        .filter(entry -> entry.pipeline().equals(pipeline))
        .map(Entry::view)
        .filter(view -> !made(view).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Looks whether a view's tables may be written by it.
   *
   * @throws FalajException.Configuration if its tables were made by a definition under which its
   *     features mean something else
   */
  void check(FeatureView view) {
    List<ViewChange> breaking = changes(view).stream().filter(ViewChange::breaking).toList();
    if (!breaking.isEmpty()) {
      throw new FalajException.Configuration(
          "View %s is not what its tables were made by:\n%s\nRaise its version to %d, which has both side by side, or set the definition back. './falaj features diff' tells more."
              .formatted(
                  view.versionedName(),
                  breaking.stream()
                      .map(change -> "  " + change.subject() + ": " + change.change())
                      .collect(Collectors.joining("\n")),
                  view.version() + 1));
    }
  }

  /** Enters what a view means, before its tables are written by it. */
  void enter(FeatureView view) {
    String fingerprint = view.fingerprint().hex();
    boolean known =
        entries.stream()
            .anyMatch(
                entry ->
                    entry.view().equals(view.versionedName())
                        && entry.fingerprint().equals(fingerprint));
    if (!known) {
      lake.appendBookkeeping(
          SPEC,
          List.of(
              RowFactory.create(
                  view.versionedName(),
                  fingerprint,
                  RecordedDefinitions.writeView(view),
                  lake.run().pipeline(),
                  lake.run().runId(),
                  Timestamp.from(lake.settings().clock().instant()))));
    }
  }
}

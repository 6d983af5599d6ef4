package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.validation.SourceSnapshotsTable.Seen;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What earlier runs saw of a dataset's table, as {@link SourceSnapshotsTable} tells. */
final class SnapshotLog {

  private final String dataset;
  private final List<Seen> snapshots;
  private final Map<String, SortedMap<String, String>> columns;
  private final Optional<DataInterval> home;
  private final long sequence;

  /**
   * @param snapshots in their order
   * @param columns what columns were read from, by the identity of the way of reading
   */
  private SnapshotLog(
      String dataset,
      List<Seen> snapshots,
      Map<String, SortedMap<String, String>> columns,
      Optional<DataInterval> home,
      long sequence) {
    this.dataset = dataset;
    this.snapshots = snapshots;
    this.columns = columns;
    this.home = home;
    this.sequence = sequence;
  }

  /** Of a dataset, the snapshots of its present table. */
  static SnapshotLog of(Lake lake, String dataset, String source, Optional<String> watermark) {
    List<Seen> all =
        lake.exists(SourceSnapshotsTable.NAME)
            ? lake
                .read(SourceSnapshotsTable.NAME)
                .where(col("dataset").equalTo(dataset))
                .collectAsList()
                .stream()
                .map(Seen::of)
                .sorted(Comparator.comparingLong(Seen::sequence))
                .toList()
            : List.of();
    Map<String, SortedMap<String, String>> columns = new HashMap<>();
    all.stream()
        .filter(seen -> !seen.columns().isEmpty())
        .forEach(seen -> columns.put(seen.reading().hex(), seen.columns()));
    return new SnapshotLog(
        dataset,
        all.stream()
            .filter(seen -> seen.source().equals(source) && seen.watermark().equals(watermark))
            .toList(),
        columns,
        all.stream().flatMap(seen -> seen.home().stream()).findFirst(),
        all.stream().mapToLong(Seen::sequence).max().orElse(0));
  }

  /** The number of the next one. */
  long next() {
    return sequence + 1;
  }

  /**
   * The newest one that tells what an interval holds. What was left as it was, since the dataset
   * said so then, is looked at again when it no longer does.
   */
  Optional<Seen> newest(DataInterval interval, Fingerprint reading, OnChange changed) {
    Optional<Seen> newest = Optional.empty();
    boolean leftSome = false;
    for (Seen seen : snapshots) {
      if (seen.covers(interval, reading)) {
        leftSome = seen.changed() == OnChange.KEEP ? leftSome || seen.changedRows() > 0 : false;
        if (changed == OnChange.KEEP || !leftSome) {
          newest = Optional.of(seen);
        }
      }
    }
    return newest;
  }

  /** What columns were read from by a way of reading, if a snapshot tells of it. */
  Optional<SortedMap<String, String>> columns(String reading) {
    return Optional.ofNullable(columns.get(reading));
  }

  /** The interval of rows without an event time, once a snapshot had some, of any table. */
  Optional<DataInterval> home() {
    return home;
  }

  /**
   * Says where rows without an event time belong, before any is written.
   *
   * @throws FalajException.Transient if another run has said it meanwhile: they would be in both
   *     places
   */
  void tellHome(Lake lake, Seen seen) {
    lake.appendBookkeeping(
        SourceSnapshotsTable.SPEC,
        List.of(
            seen.homeAlone().row(dataset, lake.run().runId(), lake.settings().clock().instant())),
        List.of("the rows without an event time of dataset " + dataset));
  }

  void tell(Lake lake, Seen seen) {
    lake.appendBookkeeping(
        SourceSnapshotsTable.SPEC,
        List.of(seen.row(dataset, lake.run().runId(), lake.settings().clock().instant())));
  }
}

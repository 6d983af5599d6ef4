package io.falaj.lineage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Rows as files that no version of their table names yet.
 *
 * @param files each tagged with the intervals whose rows it may hold
 * @param contents rows and checksum of each interval written, those without rows included
 * @param taps what observers saw while the rows were written
 * @param content the observer among them that saw the contents
 */
record StagedFiles(
    List<AddFile> files,
    SortedMap<DataInterval, IntervalContent> contents,
    List<RowTap> taps,
    ContentObserver content) {

  private static final Logger LOG = LoggerFactory.getLogger(StagedFiles.class);

  /**
   * Writes rows; what was written goes again where they are not what they should be.
   *
   * @param rows the rows, if any
   * @param staying rows of the same intervals that are in files already: counted and shown to the
   *     observers, and not written
   */
  static StagedFiles write(
      TableSpec spec,
      DeltaTables tables,
      OptimisticTransaction txn,
      Set<DataInterval> intervals,
      Optional<Dataset<Row>> rows,
      Optional<Dataset<Row>> staying,
      List<RowObserver<?>> observers) {
    Set<String> left = new LinkedHashSet<>(spec.notInChecksum());
    left.addAll(beside(observers));
    ContentObserver content = new ContentObserver(left);
    return write(spec, tables, txn, intervals, rows, staying, observers, content);
  }

  private static StagedFiles write(
      TableSpec spec,
      DeltaTables tables,
      OptimisticTransaction txn,
      Set<DataInterval> intervals,
      Optional<Dataset<Row>> rows,
      Optional<Dataset<Row>> staying,
      List<RowObserver<?>> observers,
      ContentObserver content) {
    List<RowObserver<?>> all = new ArrayList<>(observers);
    all.add(content);
    List<RowTap> taps = new ArrayList<>();
    List<AddFile> written = new ArrayList<>();
    try {
      if (staying.isPresent()) {
        taps.add(drained(spec, tables, staying.get(), all));
      }
      if (rows.isPresent()) {
        LakeBounds.checkPartitions(tables.folders(), spec);
        RowTap tap = RowTap.over(tables.session(), rows.get(), all);
        Dataset<Row> aligned = aligned(spec, without(beside(observers), tap.rows()));
        for (FileAction file : Scala.list(txn.writeFiles(aligned))) {
          written.add((AddFile) file);
        }
        checkRows(
            spec.name(), RowTap.observed(spec.schema(), List.of(tap), content).rows(), written);
        taps.add(tap);
      }
      SortedMap<DataInterval, IntervalContent> contents =
          contents(spec, intervals, RowTap.observed(spec.schema(), taps, content));
      List<AddFile> tagged = written.stream().map(file -> tagged(spec, intervals, file)).toList();
      return new StagedFiles(tagged, contents, List.copyOf(taps), content);
    } catch (Exception e) { // Scala throws checked ones too
      delete(spec.name(), tables, written);
      throw IoFailure.of("write to table " + spec.name(), e);
    }
  }

  /** Writes rows beside these, which were written for at least the same intervals. */
  StagedFiles with(
      TableSpec spec,
      DeltaTables tables,
      OptimisticTransaction txn,
      Dataset<Row> rows,
      List<RowObserver<?>> observers) {
    Set<DataInterval> intervals = contents.keySet();
    StagedFiles more =
        write(
            spec, tables, txn, intervals, Optional.of(rows), Optional.empty(), observers, content);
    List<AddFile> allFiles = new ArrayList<>(files);
    allFiles.addAll(more.files);
    List<RowTap> allTaps = new ArrayList<>(taps);
    allTaps.addAll(more.taps);
    return new StagedFiles(
        allFiles,
        contents(spec, intervals, RowTap.observed(spec.schema(), allTaps, content)),
        allTaps,
        content);
  }

  /** Those of some of the intervals; what observers saw of the others stays with them. */
  StagedFiles of(TableSpec spec, Set<DataInterval> some) {
    SortedMap<DataInterval, IntervalContent> kept = new TreeMap<>(contents);
    kept.keySet().retainAll(some);
    return new StagedFiles(
        files.stream()
            .filter(file -> !FileIntervals.of(file).noneOf(some))
            .map(file -> tagged(spec, some, file))
            .toList(),
        kept,
        taps,
        content);
  }

  /** Shows observers rows that are in files already. */
  static RowTap drained(
      TableSpec spec, DeltaTables tables, Dataset<Row> rows, List<RowObserver<?>> observers) {
    aligned(spec, without(beside(observers), rows));
    RowTap tap = RowTap.over(tables.session(), rows, observers);
    tap.count();
    return tap;
  }

  private static Set<String> beside(List<RowObserver<?>> observers) {
    Set<String> names = new LinkedHashSet<>();
    observers.forEach(observer -> names.addAll(observer.beside()));
    return names;
  }

  private static Dataset<Row> without(Set<String> names, Dataset<Row> rows) {
    return names.isEmpty() ? rows : rows.drop(names.toArray(String[]::new));
  }

  /** The rows with the table's columns in the table's order. */
  static Dataset<Row> aligned(TableSpec spec, Dataset<Row> rows) {
    StructType given = rows.schema();
    List<String> names = List.of(given.fieldNames());
    Column[] columns = new Column[spec.schema().size()];
    for (int i = 0; i < columns.length; i++) {
      String name = spec.schema().apply(i).name();
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "rows for %s lack column %s; they have %s".formatted(spec.name(), name, names));
      }
      String is = given.apply(name).dataType().asNullable().catalogString();
      String wanted = spec.schema().apply(i).dataType().asNullable().catalogString();
      if (!is.equals(wanted)) {
        throw new IllegalArgumentException(
            "rows for %s have column %s of type %s instead of %s"
                .formatted(spec.name(), name, is, wanted));
      }
      columns[i] = functions.col("`" + name + "`");
    }
    if (names.size() != columns.length) {
      List<String> extra = new ArrayList<>(names);
      extra.removeAll(List.of(spec.schema().fieldNames()));
      throw new IllegalArgumentException(
          "rows for %s have columns that the table lacks: %s".formatted(spec.name(), extra));
    }
    return names.equals(List.of(spec.schema().fieldNames())) ? rows : rows.select(columns);
  }

  private static SortedMap<DataInterval, IntervalContent> contents(
      TableSpec spec, Set<DataInterval> intervals, ContentObserver.State state) {
    Map<DataInterval, ContentObserver.Sum> sums = new LinkedHashMap<>();
    intervals.forEach(interval -> sums.put(interval, new ContentObserver.Sum()));
    state
        .sums()
        .forEach(
            (text, sum) -> {
              ContentObserver.Sum to = sums.get(pendingOf(spec, intervals, text));
              if (to != null) {
                to.add(sum);
              }
            });
    SortedMap<DataInterval, IntervalContent> result = new TreeMap<>();
    sums.forEach((interval, sum) -> result.put(interval, sum.content()));
    return result;
  }

  private static DataInterval pendingOf(TableSpec spec, Set<DataInterval> intervals, String text) {
    DataInterval only = intervals.size() == 1 ? intervals.iterator().next() : null;
    if (only != null && (text.isEmpty() || only.equals(DataInterval.WHOLE))) {
      return only;
    }
    if (!text.isEmpty()) {
      DataInterval interval = DataInterval.parse(text);
      for (DataInterval pending : intervals) {
        if (pending.contains(interval)) {
          return pending;
        }
      }
    }
    throw new IllegalStateException(
        "a row for %s has %s '%s', which is none of the intervals written: %s"
            .formatted(spec.name(), TableSpec.INTERVAL, text, intervals));
  }

  private static AddFile tagged(TableSpec spec, Set<DataInterval> intervals, AddFile file) {
    DataInterval partition = FileIntervals.partition(file);
    List<DataInterval> may = new ArrayList<>(intervals);
    if (partition == null && !intervals.contains(DataInterval.WHOLE) && spec.isByInterval()) {
      // No replacement of an interval would ever find them.
      throw new IllegalStateException(
          "rows for %s have no value in a partition column of %s and belong to %s"
              .formatted(spec.name(), spec.partitionBy(), intervals));
    }
    if (partition != null) {
      may.removeIf(interval -> !interval.overlaps(partition));
      if (may.isEmpty()) {
        throw new IllegalStateException(
            "rows for %s lie in partition %s, which is none of the intervals written: %s"
                .formatted(spec.name(), partition, intervals));
      }
    }
    Map<String, String> tags = new LinkedHashMap<>();
    if (file.tags() != null) {
      tags.putAll(Scala.map(file.tags()));
    }
    tags.put(FileIntervals.TAG, FileIntervals.tag(may));
    return file.copyWithTags(Scala.map(tags));
  }

  /**
   * Holds what was counted on the way against what the files' own writer counted.
   *
   * @throws IllegalStateException if it is not the same: what a commit tells of its rows would not
   *     be true
   */
  static void checkRows(TableName table, long counted, List<AddFile> files) {
    long written = 0;
    for (AddFile file : files) {
      Option<Object> rows = file.numLogicalRecords();
      if (rows.isEmpty()) {
        throw new IllegalStateException(
            "File %s of %s does not tell how many rows it has, since Delta's statistics are switched off. Leave spark.databricks.delta.stats.collect on."
                .formatted(file.path(), table));
      }
      written += (Long) rows.get();
    }
    if (written != counted) {
      throw new IllegalStateException(
          "%,d rows were counted on their way to table %s, and its files have %,d; nothing was committed. Run again; where that does not help, check the executors' disks and memory."
              .formatted(counted, table, written));
    }
  }

  /** Best effort: files that stay are in no version, and vacuum takes them once there is one. */
  static void delete(TableName table, DeltaTables tables, List<AddFile> files) {
    Path folder = tables.folders().table(table);
    try {
      Set<Path> emptied = new LinkedHashSet<>();
      for (AddFile file : files) {
        Path path = new Path(folder, file.toPath());
        tables.files().delete(path, false);
        emptied.add(path.getParent());
      }
      if (!tables.exists(table)) {
        emptied.add(new Path(folder, "_delta_log"));
        emptied.add(folder);
        deleteEmpty(tables, tables.folders().zone(table.zone()), emptied);
      }
    } catch (IOException | RuntimeException e) { // what failed before is what is to be told
      LOG.debug("Files of {} that no version names stay for vacuum", table, e);
    }
  }

  /** Only where there is no table: beside one, another run may be about to write there. */
  private static void deleteEmpty(DeltaTables tables, Path zone, Set<Path> folders)
      throws IOException {
    for (Path folder : folders) {
      Path empty = folder;
      while (!empty.equals(zone)
          && tables.files().exists(empty)
          && tables.files().listStatus(empty).length == 0) {
        tables.files().delete(empty, false);
        empty = empty.getParent();
      }
    }
  }
}

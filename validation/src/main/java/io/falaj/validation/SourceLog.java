package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceFile;
import io.falaj.validation.SourceFilesTable.Seen;
import io.falaj.validation.SourceFilesTable.Status;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** What earlier runs saw of a dataset's source files, as {@link SourceFilesTable} tells. */
final class SourceLog {

  private final String dataset;
  private final Fingerprint reading;
  private final Map<String, SourceFile> files = new LinkedHashMap<>();
  private final Map<String, Fingerprint> held = new LinkedHashMap<>();
  private final Map<Fingerprint, SourceFile> first = new LinkedHashMap<>();
  private final Map<Fingerprint, FileContent> contents = new LinkedHashMap<>();
  private final Map<Fingerprint, DataInterval> homes = new LinkedHashMap<>();
  private final Set<List<String>> told = new HashSet<>();
  private long sequence;

  private SourceLog(String dataset, Fingerprint reading) {
    this.dataset = dataset;
    this.reading = reading;
  }

  static SourceLog of(Lake lake, Contract contract) {
    SourceLog log = new SourceLog(contract.dataset(), contract.reading());
    if (lake.exists(SourceFilesTable.NAME)) {
      lake.read(SourceFilesTable.NAME)
          .where(col("dataset").equalTo(contract.dataset()))
          .orderBy("sequence", "recorded_at", "file")
          .collectAsList()
          .forEach(log::add);
    }
    return log;
  }

  private void add(Row row) {
    sequence = Math.max(sequence, row.<Long>getAs("sequence"));
    Fingerprint sha256 = new Fingerprint(row.getAs("sha256"));
    SourceFile file =
        new SourceFile(
            row.getAs("file"),
            row.<Long>getAs("size"),
            row.<Timestamp>getAs("modified").toInstant(),
            sha256);
    Status status = Status.valueOf(row.<String>getAs("status").toUpperCase(Locale.ROOT));
    files.put(file.uri(), file);
    told.add(key(file, status));
    if (status == Status.READ || status == Status.DUPLICATE) {
      held.put(file.uri(), sha256);
      first.putIfAbsent(sha256, file);
    }
    if (status == Status.READ) {
      FileContent content = content(row);
      content.home().ifPresent(home -> homes.putIfAbsent(sha256, home));
      if (reading.hex().equals(row.getAs("reading"))) {
        contents.put(sha256, content);
      }
    }
  }

  private static FileContent content(Row row) {
    SortedMap<DataInterval, Long> intervals = new TreeMap<>();
    for (Row entry : row.<Row>getList(row.fieldIndex("intervals"))) {
      intervals.put(DataInterval.parse(entry.getString(0)), entry.getLong(1));
    }
    return new FileContent(
        intervals,
        Optional.<String>ofNullable(row.getAs("home")).map(DataInterval::parse),
        instant(row, "first_event"),
        instant(row, "last_event"));
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.<Timestamp>ofNullable(row.getAs(column)).map(Timestamp::toInstant);
  }

  private static List<String> key(SourceFile file, Status status) {
    return List.of(file.uri(), file.sha256().hex(), status.stored());
  }

  /** Whether no file of the dataset was ever read. */
  boolean isEmpty() {
    return first.isEmpty();
  }

  /** Files as they were last seen: whoever lists them again need not read them for that. */
  List<SourceFile> files() {
    return List.copyOf(files.values());
  }

  /** By path, the content that each file had when it was last read. */
  Map<String, Fingerprint> held() {
    return Map.copyOf(held);
  }

  /** Every content that was ever read, whatever took its place since. */
  Set<Fingerprint> contents() {
    return Set.copyOf(first.keySet());
  }

  /** The file that a content was first seen in. */
  Optional<SourceFile> first(Fingerprint sha256) {
    return Optional.ofNullable(first.get(sha256));
  }

  /** What a file holds, if it was read in the present way. */
  Optional<FileContent> content(Fingerprint sha256) {
    return Optional.ofNullable(contents.get(sha256));
  }

  /** The interval of a file's records without an event time, in whatever way it was first read. */
  Map<Fingerprint, DataInterval> homes() {
    return Map.copyOf(homes);
  }

  /**
   * Adds what a run saw; what the log tells already is left out.
   *
   * @throws FalajException.Transient if another run has told meanwhile where records without an
   *     event time belong: they would be in both places
   */
  void tell(Lake lake, List<Seen> seen) {
    List<Seen> news = new ArrayList<>();
    for (Seen one : seen) {
      SourceFile file = one.file();
      boolean held = one.status() == Status.READ || one.status() == Status.DUPLICATE;
      boolean moved = held && !file.sha256().equals(this.held.get(file.uri()));
      boolean readAnew = one.content().isPresent() && !contents.containsKey(file.sha256());
      if (moved || readAnew || !told.contains(key(file, one.status()))) {
        news.add(one);
      }
    }
    lake.appendBookkeeping(
        SourceFilesTable.SPEC,
        SourceFilesTable.rows(
            dataset, news, sequence + 1, lake.run().runId(), lake.settings().clock().instant()),
        news.stream().flatMap(one -> claim(one).stream()).distinct().toList());
  }

  /**
   * The records that are wherever the first run that reads them says. A dataset that is taken whole
   * has one place for them, and a claim stays in the table's log for ever: it needs none.
   */
  private Optional<String> claim(Seen one) {
    Fingerprint sha256 = one.file().sha256();
    return one.content()
        .flatMap(FileContent::home)
        .filter(home -> !homes.containsKey(sha256) && !home.equals(DataInterval.WHOLE))
        .map(
            home ->
                "the records without an event time of dataset %s with SHA-256 %s"
                    .formatted(dataset, sha256));
  }
}

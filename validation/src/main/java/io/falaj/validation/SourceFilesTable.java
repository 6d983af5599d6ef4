package io.falaj.validation;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code monitoring.source_files}: what was seen of each source file, and what became of it. Which
 * intervals a file's records were committed in is told by {@code lineage.commits}.
 */
public final class SourceFilesTable {

  /** The table. */
  public static final TableName NAME = new TableName(Zone.MONITORING, "source_files");

  /** What it looks like. */
  static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "dataset string, file string, size bigint, modified timestamp, sha256 string,"
                      + " status string, reason string, reading string, intervals"
                      + " array<struct<interval: string, rows: bigint>>, home string, first_event"
                      + " timestamp, last_event timestamp, sequence bigint, run_id string, recorded_at"
                      + " timestamp"))
          .describedAs(
              "Source files as they were seen: read, the same as another, changed, or unreadable.");

  private SourceFilesTable() {}

  /** What became of a file. */
  enum Status {
    /** Its records were counted by interval; those asked for were taken. */
    READ,
    /** Another file has the same bytes. */
    DUPLICATE,
    /** It was changed after it was ingested, and left out. */
    CHANGED,
    /** It could not be read, and was left out. */
    UNREADABLE;

    String stored() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One row.
   *
   * @param reason why it was left out; empty if it was read
   * @param reading how its records were read, by {@link Contract#reading}
   * @param content what it holds, where it was read
   */
  record Seen(
      SourceFile file,
      Status status,
      String reason,
      Optional<Fingerprint> reading,
      Optional<FileContent> content) {

    static Seen read(SourceFile file, Fingerprint reading, FileContent content) {
      return new Seen(file, Status.READ, "", Optional.of(reading), Optional.of(content));
    }

    static Seen leftOut(SourceFile file, Status status, String reason) {
      return new Seen(file, status, reason, Optional.empty(), Optional.empty());
    }
  }

  /**
   * The rows of what a run saw.
   *
   * @param sequence counts the runs that told something of the dataset: what they saw has an order
   *     though the clock be set back
   */
  static List<Row> rows(String dataset, List<Seen> files, long sequence, String runId, Instant at) {
    return files.stream()
        .map(seen -> row(dataset, seen, sequence, runId, Timestamp.from(at)))
        .toList();
  }

  private static Row row(String dataset, Seen seen, long sequence, String runId, Timestamp at) {
    Optional<FileContent> content = seen.content();
    return RowFactory.create(
        dataset,
        seen.file().uri(),
        seen.file().size(),
        Timestamp.from(seen.file().modified()),
        seen.file().sha256().hex(),
        seen.status().stored(),
        seen.reason(),
        seen.reading().map(Fingerprint::hex).orElse(null),
        content.map(SourceFilesTable::intervals).orElse(null),
        content.flatMap(FileContent::home).map(Object::toString).orElse(null),
        timestamp(content.flatMap(FileContent::firstEvent)),
        timestamp(content.flatMap(FileContent::lastEvent)),
        sequence,
        runId,
        at);
  }

  private static Row[] intervals(FileContent content) {
    return content.intervals().entrySet().stream()
        .map(entry -> RowFactory.create(entry.getKey().toString(), entry.getValue()))
        .toArray(Row[]::new);
  }

  private static @Nullable Timestamp timestamp(Optional<Instant> at) {
    return at.map(Timestamp::from).orElse(null);
  }
}

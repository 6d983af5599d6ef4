package io.falaj.validation;

import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.UnreadableFile;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** {@code monitoring.unreadable_files}: the files that an ingest left out, each with its reason. */
public final class UnreadableTable {

  /** The table. */
  public static final TableName NAME = new TableName(Zone.MONITORING, "unreadable_files");

  /** What it looks like. */
  static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "dataset string, file string, size bigint, sha256 string, reason string,"
                      + " run_id string, recorded_at timestamp"))
          .describedAs("Source files that could not be read and were left out, and why.");

  private UnreadableTable() {}

  static List<Row> rows(String dataset, List<UnreadableFile> files, String runId, Instant at) {
    return files.stream()
        .map(
            unreadable ->
                RowFactory.create(
                    dataset,
                    unreadable.file().uri(),
                    unreadable.file().size(),
                    unreadable.file().sha256().hex(),
                    unreadable.reason(),
                    runId,
                    Timestamp.from(at)))
        .toList();
  }
}

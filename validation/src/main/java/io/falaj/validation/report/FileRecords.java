package io.falaj.validation.report;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Lake;
import io.falaj.validation.Contract;
import io.falaj.validation.SourceFilesTable;
import java.util.List;
import org.apache.spark.sql.Row;

/** What was seen of a dataset's source files. */
final class FileRecords {

  private static final int MOST = 50;

  private final List<Row> rows;

  FileRecords(Lake lake, Contract contract) {
    this.rows =
        lake.exists(SourceFilesTable.NAME)
            ? lake.read(SourceFilesTable.NAME)
                .where(col("dataset").equalTo(contract.dataset()))
                .select("file", "status", "reason", "sha256")
                .orderBy(col("sequence").desc(), col("file"))
                .collectAsList()
            : List.of();
  }

  /** How many contents were read. */
  long filesRead() {
    return rows.stream()
        .filter(row -> row.getString(1).equals("read"))
        .map(row -> row.getString(3))
        .distinct()
        .count();
  }

  /** Files that were not read, those seen last first. */
  List<SeenFile> leftOut() {
    return rows.stream()
        .filter(row -> !row.getString(1).equals("read"))
        .limit(MOST)
        .map(row -> new SeenFile(name(row.getString(0)), row.getString(1), row.getString(2)))
        .toList();
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}

package io.falaj.lineage.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** {@code lineage.audit}: the entries of all runs' chains. */
final class AuditTable {

  static final TableName NAME = new TableName(Zone.LINEAGE, "audit");

  private static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "run_id string, sequence bigint, at timestamp, actor string, action string,"
                      + " purpose string, table string, version bigint, detail string,"
                      + " previous string, hash string, key_id string, signature string"))
          .describedAs(
              "Who did what to which table version, for which purpose: hash-chained per"
                  + " run and signed.");

  private AuditTable() {}

  static void append(Lake lake, List<AuditEntry> entries) {
    lake.appendBookkeeping(SPEC, entries.stream().map(AuditTable::row).toList());
  }

  /** All entries, in no order; none where nothing was ever entered. */
  static List<AuditEntry> read(Lake lake) {
    return lake.exists(NAME)
        ? lake.read(NAME).collectAsList().stream().map(AuditTable::entry).toList()
        : List.of();
  }

  /**
   * Shows where every entry stands in its chain, and the detail of those that close one: what a run
   * has to know of all others, however many there were.
   */
  static void scan(Lake lake, BiConsumer<AuditHead, Optional<String>> visitor) {
    if (lake.exists(NAME)) {
      Column closing = when(col("action").equalTo(AuditAction.CLOSE.name()), col("detail"));
      lake.read(NAME)
          .select(col("run_id"), col("sequence"), col("hash"), closing)
          .collectAsList()
          .forEach(
              row ->
                  visitor.accept(
                      new AuditHead(
                          row.getString(0), row.getLong(1), new Fingerprint(row.getString(2))),
                      Optional.ofNullable(row.getString(3))));
    }
  }

  private static Row row(AuditEntry entry) {
    return RowFactory.create(
        entry.runId(),
        entry.sequence(),
        Timestamp.from(entry.at()),
        entry.actor(),
        entry.action().name(),
        entry.purpose(),
        entry.table(),
        entry.version(),
        entry.detail(),
        entry.previous().hex(),
        entry.hash().hex(),
        entry.keyId(),
        entry.signature());
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.getAs("run_id"),
        row.<Long>getAs("sequence"),
        row.<Timestamp>getAs("at").toInstant(),
        row.getAs("actor"),
        AuditAction.valueOf(row.getAs("action")),
        row.getAs("purpose"),
        row.getAs("table"),
        row.getAs("version"),
        row.getAs("detail"),
        new Fingerprint(row.getAs("previous")),
        new Fingerprint(row.getAs("hash")),
        row.getAs("key_id"),
        row.getAs("signature"));
  }
}

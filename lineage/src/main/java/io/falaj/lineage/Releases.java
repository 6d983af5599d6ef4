package io.falaj.lineage;

import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * {@code features.releases}: which version's table a name without a version stands for in SQL. It
 * is moved by a row of its own, so that what it stood for before stays on record.
 */
final class Releases {

  static final TableName NAME = new TableName(Zone.FEATURES, "releases");

  private static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "name string, table string, sequence bigint, run_id string, recorded_at"
                      + " timestamp"))
          .describedAs("Which version of a feature view its name stands for, ever since when.");

  private final DeltaTables tables;

  Releases(DeltaTables tables) {
    this.tables = tables;
  }

  /** One row of the table. */
  private record Release(TableName name, TableName table, long sequence) {
    static Release of(Row row) {
      return new Release(
          TableName.parse(row.getAs("name")),
          TableName.parse(row.getAs("table")),
          row.<Long>getAs("sequence"));
    }
  }

  /** The table that each name stands for now; read without a Spark job. */
  SortedMap<TableName, TableName> current() {
    SortedMap<TableName, TableName> current = new TreeMap<>();
    rows().forEach(release -> current.put(release.name(), release.table()));
    return current;
  }

  /**
   * Moves a name.
   *
   * @throws FalajException.Transient if another run moves it at the same time
   */
  void move(Lake lake, TableName name, TableName table) {
    long sequence = 1 + rows().stream().filter(release -> release.name().equals(name)).count();
    lake.appendBookkeeping(
        SPEC,
        List.of(
            RowFactory.create(
                name.toString(),
                table.toString(),
                sequence,
                lake.run().runId(),
                Timestamp.from(lake.settings().clock().instant()))),
        List.of("release %d of %s".formatted(sequence, name)));
  }

  /** Each name's in their order. */
  private List<Release> rows() {
    return ParquetRows.read(tables, NAME).stream()
        .map(Release::of)
        .sorted(Comparator.comparing(Release::name).thenComparing(Release::sequence))
        .toList();
  }
}

package io.falaj.validation;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows of text under the row expectations of a contract, without a table. */
record CheckedRows(Lake lake, Contract contract) {

  /** The contract of a head and some expectations. */
  static Contract contract(String head, String... expectations) {
    return Contracts.contract(head + "expectations:\n  - " + String.join("\n  - ", expectations));
  }

  /** The names of the checks that each row fails; its values are those behind its number. */
  List<Set<String>> failing(List<@Nullable String[]> rows) {
    return failing(raw(rows));
  }

  /** The rows as raw has them; the first column is their number. */
  Dataset<Row> raw(List<@Nullable String[]> rows) {
    int columns = contract.sourceColumns().size() - 1;
    List<Row> raw = new ArrayList<>();
    for (@Nullable String[] values : rows) {
      List<@Nullable Object> fields = new ArrayList<>(List.of("r" + raw.size()));
      fields.addAll(Arrays.asList(Arrays.copyOf(values, columns)));
      fields.addAll(Arrays.asList("sha:" + raw.size(), "d.csv", null, null));
      raw.add(RowFactory.create(fields.toArray()));
    }
    return lake.dataset(raw, schema());
  }

  /** The schema of raw. */
  StructType schema() {
    StructType schema = new StructType();
    for (io.falaj.validation.Column column : contract.sourceColumns()) {
      schema = schema.add(column.name(), DataTypes.StringType);
    }
    return schema
        .add(Sources.ROW, DataTypes.StringType)
        .add(Sources.SOURCE, DataTypes.StringType)
        .add(Sources.TEXT, DataTypes.StringType)
        .add(DatasetTables.PROBLEM, DataTypes.StringType);
  }

  List<Set<String>> failing(Dataset<Row> raw) {
    RowChecks checks = new RowChecks(contract);
    List<Set<String>> failing = new ArrayList<>();
    for (Row row : inOrder(judged(raw)).collectAsList()) {
      Set<String> names = new TreeSet<>();
      for (int i = 0; i < checks.checks().size(); i++) {
        long word = row.<Long>getAs(checks.words().get(i / RowChecks.WORD));
        if ((word >>> (i % RowChecks.WORD) & 1) == 1) {
          names.add(checks.checks().get(i).name());
        }
      }
      failing.add(names);
    }
    return failing;
  }

  /** Why each row fails: the names of checks and the errors that they threw. */
  List<List<String>> errors(Dataset<Row> raw) {
    RowChecks checks = new RowChecks(contract);
    Column reasons = new Reasons(contract, checks, new KeyChecks(contract)).column();
    return inOrder(
            judged(raw)
                .withColumn(KeyChecks.FAILED, functions.lit(0L))
                .withColumn(DatasetTables.REASONS, reasons)
                .selectExpr(
                    Sources.ROW,
                    "transform(_reasons, r -> concat_ws(' ', r.expectation, r.error)) AS errors"))
        .collectAsList()
        .stream()
        .map(row -> row.<String>getList(1))
        .toList();
  }

  private Dataset<Row> judged(Dataset<Row> raw) {
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    columns.addAll(new RowChecks(contract).bits());
    return new TypedRows(contract).of(raw).select(columns.toArray(new Column[0]));
  }

  private static Dataset<Row> inOrder(Dataset<Row> rows) {
    return rows.orderBy(functions.expr("cast(substring_index(_row, ':', -1) as int)"));
  }
}

package io.falaj.validation.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.row_number;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.Column;
import io.falaj.validation.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;

/** Some of the rows that are in quarantine, for people to look at. */
final class BadRows {

  private static final int OF_EACH = 3;
  private static final int LONGEST = 200;

  private final Lake lake;
  private final Contract contract;
  private final DataInterval range;
  private final Disclosure disclosure;

  BadRows(Lake lake, Contract contract, DataInterval range) {
    this.lake = lake;
    this.contract = contract;
    this.range = range;
    this.disclosure = new Disclosure(contract);
  }

  /** The same rows each time: of each expectation the first of the newest intervals. */
  List<BadRow> some() {
    if (!lake.exists(contract.quarantine())) {
      return List.of();
    }
    Dataset<Row> rows = lake.readAt(lake.pin(contract.quarantine()), range);
    List<String> has = List.of(rows.columns());
    List<org.apache.spark.sql.Column> shown = new ArrayList<>();
    shown.add(explode(col("_reasons")).as("reason"));
    for (String name : List.of(TableSpec.INTERVAL, Sources.ROW, Sources.SOURCE)) {
      shown.add(col(name));
    }
    List<Column> keys =
        contract.keys().stream()
            .map(contract::column)
            .filter(column -> has.contains(column.name()))
            .toList();
    keys.forEach(column -> shown.add(col(column.name()).as("key_" + column.name())));
    return rows
        .select(shown.toArray(org.apache.spark.sql.Column[]::new))
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy("reason.expectation")
                        .orderBy(col(TableSpec.INTERVAL).desc(), col(Sources.ROW))))
        .where(col("place").leq(OF_EACH))
        .orderBy(col("reason.expectation"), col("place"))
        .collectAsList()
        .stream()
        .map(row -> badRow(row, keys))
        .toList();
  }

  private BadRow badRow(Row row, List<Column> keys) {
    Row reason = row.getAs("reason");
    String expectation = reason.getAs("expectation");
    String key =
        keys.stream()
            .map(
                column ->
                    column.name()
                        + "="
                        + (contract.tellsOfAPerson(column)
                            ? Disclosure.MASK
                            : cut(row.getAs("key_" + column.name()))))
            .collect(Collectors.joining(", "));
    String identity = row.getAs(Sources.ROW);
    String value = reason.getAs("value");
    return new BadRow(
        expectation,
        key,
        value != null && disclosure.hidesValue(expectation, reason.getAs("asks"))
            ? Disclosure.MASK
            : cut(value),
        row.getAs(Sources.SOURCE) + ":" + identity.substring(identity.lastIndexOf(':') + 1),
        row.getAs(TableSpec.INTERVAL));
  }

  private static String cut(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

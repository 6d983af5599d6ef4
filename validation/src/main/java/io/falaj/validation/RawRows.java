package io.falaj.validation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of raw, each with its interval and its failure bits: from the records of a source, or
 * from raw itself under a contract that may have changed. A record whose event time cannot be read
 * belongs to the first of the intervals asked for when its file was first read.
 */
final class RawRows {

  /** Whether a record is to be written. */
  static final String WANTED = "_wanted";

  private final Contract contract;
  private final RowChecks rowChecks;
  private final TypedRows typedRows;
  private final Measures measures;

  RawRows(Contract contract, RowChecks rowChecks) {
    this.contract = contract;
    this.rowChecks = rowChecks;
    this.typedRows = new TypedRows(contract);
    this.measures = new Measures(contract);
  }

  /**
   * Records with their interval, their bits, whether they are wanted, their event time, and what
   * {@link Measures} looks at.
   *
   * @param records the source's columns by {@link Contract#sourceNames}, then what {@link Sources}
   *     adds
   * @param beside names of columns that follow, and are kept
   * @param wanted which to write
   * @param batch the run that takes them
   * @param at when it does
   */
  Dataset<Row> of(
      Dataset<Row> records, List<String> beside, Wanted wanted, String batch, Instant at) {
    List<String> names = new ArrayList<>();
    contract.sourceColumns().forEach(column -> names.add(column.name()));
    names.addAll(List.of(Sources.ROW, Sources.SOURCE, Sources.TEXT, DatasetTables.PROBLEM));
    names.addAll(beside);
    Dataset<Row> typed = typedRows.of(records.toDF(names.toArray(new String[0])));
    Column start = start(wanted.home(col(Sources.ROW)));
    List<Column> then = new ArrayList<>(List.of(col(Sources.ROW), interval(start)));
    then.addAll(asRead());
    then.add(lit(batch).as(DatasetTables.BATCH));
    then.add(lit(at).as(DatasetTables.INGESTED_AT));
    contract.partitioning().column().ifPresent(name -> then.add(start.as(name)));
    then.add(wanted.column(col(Sources.ROW), start).as(WANTED));
    then.add(event().as(FileCounter.EVENT));
    then.addAll(measures.values());
    beside.forEach(name -> then.add(col(name)));
    return CollapsedSelects.of(typed.select(typedRows.texts(then)));
  }

  /**
   * Rows of raw with their bits under this contract, and what {@link Measures} looks at. Their
   * intervals, and when and by whom they were taken, stay; a column that raw lacks is null.
   */
  Dataset<Row> again(Dataset<Row> raw) {
    Dataset<Row> rows = complete(contract, withoutBits(raw));
    List<Column> then = new ArrayList<>(List.of(col(Sources.ROW), col(TableSpec.INTERVAL)));
    then.addAll(asRead());
    then.add(col(DatasetTables.BATCH));
    then.add(col(DatasetTables.INGESTED_AT));
    contract.partitioning().column().ifPresent(name -> then.add(col(name)));
    then.addAll(measures.values());
    return typedRows.of(rows).select(typedRows.texts(then));
  }

  /** Rows of raw, a column that it lacks being null. */
  static Dataset<Row> complete(Contract contract, Dataset<Row> raw) {
    List<String> has = List.of(raw.columns());
    Dataset<Row> rows = raw;
    for (io.falaj.validation.Column column : contract.sourceColumns()) {
      if (!has.contains(column.name())) {
        rows = rows.withColumn(column.name(), lit(null).cast(DataTypes.StringType));
      }
    }
    return rows;
  }

  /** Rows of raw without the bits of the contract that they were written under. */
  static Dataset<Row> withoutBits(Dataset<Row> raw) {
    return raw.drop(
        Arrays.stream(raw.columns())
            .filter(name -> name.matches("_failed(_\\d+)?"))
            .toArray(String[]::new));
  }

  private List<Column> asRead() {
    List<Column> columns =
        new ArrayList<>(
            List.of(col(Sources.TEXT), col(DatasetTables.PROBLEM), col(Sources.SOURCE)));
    columns.addAll(rowChecks.bits());
    return columns;
  }

  private Column event() {
    return contract.eventTime().isPresent()
        ? col(contract.eventTime().get())
        : lit(null).cast(DataTypes.TimestampType);
  }

  /** The first day of the row's interval. */
  private Column start(Column home) {
    Column day = to_date(event());
    return switch (contract.partitioning()) {
      case DAY -> coalesce(day, home);
      case MONTH -> coalesce(trunc(day, "month"), home);
      case WHOLE -> home;
    };
  }

  private Column interval(Column start) {
    Column text =
        switch (contract.partitioning()) {
          case DAY -> IntervalText.of(start, false);
          case MONTH -> IntervalText.of(start, true);
          case WHOLE -> lit(DataInterval.WHOLE.toString());
        };
    return text.as(TableSpec.INTERVAL);
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * From the records of a source to the rows of raw: each with its interval and its failure bits. A
 * row whose event time cannot be read belongs to the first of the intervals asked for.
 */
final class RawRows {

  private static final String START = "_start";

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
   * Records with their interval, their bits, whether they are asked for, their event time, and what
   * {@link Measures} looks at.
   *
   * @param records the source's columns by {@link Contract#sourceNames}, then what {@link Sources}
   *     adds
   * @param asked every interval asked for, in order
   * @param wanted those of them to be written
   */
  Dataset<Row> of(
      Dataset<Row> records,
      List<DataInterval> asked,
      List<DataInterval> wanted,
      String batch,
      Instant at) {
    List<String> names = new ArrayList<>();
    contract.sourceColumns().forEach(column -> names.add(column.name()));
    names.addAll(List.of(Sources.ROW, Sources.SOURCE, Sources.TEXT, DatasetTables.PROBLEM));
    Dataset<Row> typed = typedRows.of(records.toDF(names.toArray(new String[0])));
    List<Column> then =
        new ArrayList<>(
            List.of(
                col(Sources.ROW),
                interval().as(TableSpec.INTERVAL),
                col(Sources.TEXT),
                col(DatasetTables.PROBLEM),
                col(Sources.SOURCE)));
    rowChecks.words().forEach(word -> then.add(col(word)));
    then.add(lit(batch).as(DatasetTables.BATCH));
    then.add(lit(at).as(DatasetTables.INGESTED_AT));
    contract.partitioning().column().ifPresent(name -> then.add(col(START).as(name)));
    then.add(isWanted(wanted).as(OutsideCounter.ASKED));
    then.add(event().as(OutsideCounter.EVENT));
    then.addAll(measures.values());

    List<Column> everything = new ArrayList<>(List.of(col("*"), start(asked).as(START)));
    everything.addAll(rowChecks.bits());
    return typed.select(everything.toArray(new Column[0])).select(typedRows.texts(then));
  }

  private Column event() {
    return contract.eventTime().isPresent()
        ? col(contract.eventTime().get())
        : lit(null).cast(DataTypes.TimestampType);
  }

  /** The first day of the row's interval. */
  private Column start(List<DataInterval> asked) {
    Column day = to_date(event());
    Column first = lit(day(asked.get(0)));
    return switch (contract.partitioning()) {
      case DAY -> coalesce(day, first);
      case MONTH -> coalesce(trunc(day, "month"), first);
      case WHOLE -> first;
    };
  }

  private static LocalDate day(DataInterval interval) {
    return LocalDate.ofInstant(interval.start(), ZoneOffset.UTC);
  }

  private Column interval() {
    Column start = col(START);
    return switch (contract.partitioning()) {
      case DAY -> text(start, date_add(start, 1));
      case MONTH -> text(start, add_months(start, 1));
      case WHOLE -> lit(DataInterval.WHOLE.toString());
    };
  }

  private static Column text(Column start, Column end) {
    return concat(start.cast("string"), lit("/"), end.cast("string"));
  }

  private Column isWanted(List<DataInterval> wanted) {
    return contract.partitioning() == Partitioning.WHOLE
        ? lit(true)
        : col(START).isin(wanted.stream().map(RawRows::day).toArray());
  }
}

package io.falaj.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The rows of a training set, from given versions of what it is made from. */
final class TrainingRows {

  private final Lake lake;

  TrainingRows(Lake lake) {
    this.lake = lake;
  }

  /**
   * The rows.
   *
   * @param labels the version of the labels' table
   * @param pins the version of each view's events, by the view's versioned name
   */
  Dataset<Row> of(TrainingSetSpec spec, TableVersion labels, SortedMap<String, TableVersion> pins) {
    LabelSource from = spec.labels();
    List<String> kept = new ArrayList<>(from.identity());
    kept.add(LabelSource.LABEL);
    kept.add(TrainingSetSpec.SPLIT);
    return new Retrieve(lake)
        .execute(
            new Retrieve.Request(
                labels(spec, labels), from.eventTime(), spec.hull(), kept, spec.features()),
            pins)
        .rows()
        .withColumn(
            TableSpec.INTERVAL_MONTH, trunc(col("`" + from.eventTime() + "`").cast("date"), "MM"));
  }

  /** The labels of the splits, with what features need of them. */
  Dataset<Row> labels(TrainingSetSpec spec, TableVersion version) {
    Dataset<Row> source = lake.readAt(version, spec.hull());
    LabelSource from = spec.labels();
    Column time = col("`" + from.eventTime() + "`");
    Column split = lit(null).cast("string");
    for (Map.Entry<Split, DataInterval> entry : spec.splits().entrySet()) {
      DataInterval interval = entry.getValue();
      Column within = time.geq(lit(interval.start())).and(time.lt(lit(interval.end())));
      split = when(within, lit(entry.getKey().text())).otherwise(split);
    }
    return from.rows(source, spec.hull(), spec.features().labelColumns())
        .withColumn(TrainingSetSpec.SPLIT, split)
        .where(col(TrainingSetSpec.SPLIT).isNotNull());
  }

  /** The table that holds them. */
  static TableSpec table(TrainingSetSpec spec, TableName name, StructType schema) {
    return new TableSpec(
        name,
        schema,
        List.of(TableSpec.INTERVAL_MONTH),
        List.of(spec.labels().eventTime(), TrainingSetSpec.SPLIT),
        "Training set %s: labels with features as known at their times.".formatted(spec.name()),
        Map.of());
  }
}

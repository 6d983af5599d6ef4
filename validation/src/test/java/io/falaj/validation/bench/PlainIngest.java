package io.falaj.validation.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.to_date;

import io.falaj.lineage.LakeSettings;
import io.falaj.lineage.TestSpark;
import io.falaj.validation.Column;
import io.falaj.validation.Contract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark and Delta alone need for the tables that an ingest leaves: raw with texts and where
 * they came from, and clean with types, both by day. Nothing is checked, counted or remembered.
 */
final class PlainIngest {

  private static final String SHA = "0".repeat(64);

  private static final String FILES = "parquet.";
  private static final String CODEC = "spark.sql.parquet.compression.codec";

  private final Contract contract;
  private final SparkSession session = TestSpark.session().newSession();

  /** With files as Spark writes them by itself. */
  PlainIngest(Contract contract) {
    this.contract = contract;
    settingsOfFiles().keySet().forEach(session.conf()::unset);
  }

  /** With files as a lake's own are. */
  PlainIngest withFilesOfALake() {
    settingsOfFiles().forEach((key, value) -> session.conf().set(key, value));
    return this;
  }

  private static Map<String, String> settingsOfFiles() {
    Map<String, String> settings = new HashMap<>(LakeSettings.sparkProperties());
    settings.keySet().removeIf(key -> !key.startsWith(FILES) && !key.equals(CODEC));
    return settings;
  }

  /**
   * @param source folder of CSV files
   * @param lake folder that the tables go to
   */
  void execute(Path source, Path lake) {
    StructType texts = new StructType();
    for (Column column : contract.columns()) {
      texts = texts.add(column.name(), DataTypes.StringType);
    }
    Dataset<Row> read =
        session.read().schema(texts).option("header", "true").csv(source.toString());
    List<org.apache.spark.sql.Column> raw = new ArrayList<>();
    contract.columns().forEach(column -> raw.add(col(column.name())));
    org.apache.spark.sql.Column day = to_date(col("ordered_at").cast("timestamp"));
    raw.add(concat(lit(SHA + ":"), monotonically_increasing_id()).as("_row"));
    raw.add(concat(day.cast("string"), lit("/"), date_add(day, 1).cast("string")).as("_interval"));
    raw.add(lit(null).cast("string").as("_text"));
    raw.add(lit(null).cast("string").as("_problem"));
    raw.add(col("_metadata.file_name").as("_source"));
    raw.add(lit(0L).as("_failed"));
    raw.add(lit("run").as("_batch"));
    raw.add(lit(Instant.EPOCH).as("_ingested_at"));
    raw.add(day.as("_interval_day"));
    write(
        read.select(raw.toArray(new org.apache.spark.sql.Column[0])),
        lake.resolve("raw"),
        "delta.dataSkippingNumIndexedCols",
        "0");

    List<org.apache.spark.sql.Column> clean = new ArrayList<>();
    contract
        .columns()
        .forEach(column -> clean.add(col(column.name()).cast(column.type()).as(column.name())));
    clean.addAll(List.of(col("_row"), col("_interval"), col("_interval_day")));
    write(
        session
            .read()
            .format("delta")
            .load(lake.resolve("raw").toString())
            .select(clean.toArray(new org.apache.spark.sql.Column[0])),
        lake.resolve("clean"),
        "delta.dataSkippingStatsColumns",
        "ordered_at");
  }

  /** Statistics of the same columns as an ingest has them of. */
  private static void write(Dataset<Row> rows, Path table, String property, String value) {
    rows.write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .option(property, value)
        .partitionBy("_interval_day")
        .save(table.toString());
  }
}

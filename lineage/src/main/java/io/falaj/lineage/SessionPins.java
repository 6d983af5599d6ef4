package io.falaj.lineage;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Session settings that the door decides, whatever the session came with. */
final class SessionPins {

  /** Those that change results: they are part of every step key. */
  static final Map<String, String> MEANING =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.ansi.enabled", "true",
          "spark.sql.caseSensitive", "false",
          "spark.sql.timestampType", "TIMESTAMP_LTZ",
          "spark.sql.decimalOperations.allowPrecisionLoss", "true",
          "spark.sql.storeAssignmentPolicy", "ANSI",
          "spark.sql.mapKeyDedupPolicy", "EXCEPTION",
          "spark.sql.legacy.timeParserPolicy", "CORRECTED");

  /** All of them. */
  static final Map<String, String> PROPERTIES = all();

  private SessionPins() {}

  private static Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(MEANING);
    // INT96 timestamps have no statistics and other engines read them as they please.
    all.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    all.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    // The state of a log is small here: fifty tasks for it would cost more than the writes.
    all.put("spark.databricks.delta.snapshotPartitions", "1");
    // Beyond these Delta would find the files of a table, and the counters of its intervals, by
    // Spark jobs over its log; ten years of days are below.
    all.put("spark.databricks.delta.allFilesInCrc.thresholdNumFiles", "4000");
    all.put("spark.databricks.delta.setTransactionsInCrc.maxAllowed", "10000");
    // By a column's first page Parquet decides whether its dictionary pays, and until then builds
    // one: a quarter of its usual 20,000 rows tells as much, and much less work is for nothing.
    all.put("parquet.page.row.count.limit", "5000");
    // Smaller than Spark's Snappy by a third or more; higher levels cost CPU and gain little.
    all.put("spark.sql.parquet.compression.codec", "zstd");
    all.put("parquet.compression.codec.zstd.level", "1");
    // No two rows have the same: a dictionary of them is given up within each file's first page.
    all.put("parquet.enable.dictionary#" + Sources.ROW, "false");
    all.put("spark.sql.runSQLOnFiles", "false");
    // The JVM never compiles a longer method: rows of many columns would be interpreted. Beyond
    // this Spark splits the work over several methods.
    all.put("spark.sql.codegen.hugeMethodLimit", "8000");
    return all;
  }

  static void apply(SparkSession session) {
    PROPERTIES.forEach((key, value) -> session.conf().set(key, value));
  }

  /** On a local disk only the hard-link log store keeps two processes apart. */
  static void checkLogStore(SparkSession session, LakeFolders folders) {
    String key = "spark.delta.logStore.file.impl";
    String wanted = HardLinkLogStore.class.getName();
    String is = session.conf().get(key, "");
    if (folders.local() && !is.equals(wanted)) {
      throw new FalajException.Configuration(
          ("The Spark session lacks %s=%s, and without it two processes can lose each other's"
                  + " commits on a local lake. Start it with LakeSettings.sparkProperties().")
              .formatted(key, wanted));
    }
  }
}

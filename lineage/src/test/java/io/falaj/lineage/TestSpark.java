package io.falaj.lineage;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a module's tests: small, quiet, and set up as a lake needs it. */
public final class TestSpark {

  private static final Object LOCK = new Object();

  private TestSpark() {}

  /** The shared session; a lake opens a session of its own beneath it. */
  public static SparkSession session() {
    synchronized (LOCK) {
      SparkSession.Builder builder =
          SparkSession.builder()
              .master("local[2]")
              .appName("falaj tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.default.parallelism", "2")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
              .config("spark.sql.adaptive.enabled", "true")
              // Each query's plan is written out for listeners; nobody reads it here.
              .config("spark.sql.ui.explainMode", "simple");
      LakeSettings.sparkProperties().forEach(builder::config);
      SparkSession session = builder.getOrCreate();
      session.sparkContext().setLogLevel("ERROR");
      return session;
    }
  }
}

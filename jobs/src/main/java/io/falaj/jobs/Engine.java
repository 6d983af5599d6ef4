package io.falaj.jobs;

import org.apache.spark.sql.SparkSession;

/** Starts and ends Spark. */
interface Engine {

  /** A session that a lake can be opened in. */
  SparkSession start(String application);

  /** Ends what {@link #start} started. */
  void stop(SparkSession session);
}

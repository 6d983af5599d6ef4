package io.falaj.jobs;

import io.falaj.lineage.LakeSettings;
import org.apache.spark.sql.SparkSession;

/** The Spark that spark-submit, or the launcher, started this process for. */
final class SparkEngine implements Engine {

  @Override
  public SparkSession start(String application) {
    SparkSession.Builder builder = SparkSession.builder().appName(application);
    LakeSettings.sparkProperties().forEach(builder::config);
    return builder.getOrCreate();
  }

  @Override
  public void stop(SparkSession session) {
    session.stop();
  }
}

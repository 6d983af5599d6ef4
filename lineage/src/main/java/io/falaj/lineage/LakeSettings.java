package io.falaj.lineage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a lake is and how its tables are kept.
 *
 * @param root URI or path of the lake's root folder, without a trailing slash
 * @param clock what the time is
 * @param logRetention how long tables keep their log entries, hence their pinned versions
 * @param residency where may be written; reading is free
 */
public record LakeSettings(
    String root, InstantSource clock, Duration logRetention, Residency residency) {

  /** Ten years: Delta's own 30 days would drop every older pinned version. */
  public static final Duration DEFAULT_LOG_RETENTION = Duration.ofDays(3653);

  public LakeSettings {
    if (root.isBlank()) {
      throw new FalajException.Configuration(
          "The lake's root is empty. Name a folder or URI, for example --lake ./lake.");
    }
    while (root.length() > 1 && root.endsWith("/")) {
      root = root.substring(0, root.length() - 1);
    }
  }

  public static LakeSettings of(String root, InstantSource clock) {
    return new LakeSettings(root, clock, DEFAULT_LOG_RETENTION, Residency.ANYWHERE);
  }

  /** The same lake, to be written where a policy allows it. */
  public LakeSettings within(Residency policy) {
    return new LakeSettings(root, clock, logRetention, policy);
  }

  /**
   * The Spark properties that a session must be created with, so that a lake can be opened in it.
   * What can be set later is set by the lake itself, per run.
   */
  public static Map<String, String> sparkProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    properties.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    properties.put("spark.delta.logStore.file.impl", HardLinkLogStore.class.getName());
    properties.put("spark.hadoop.fs.file.impl", LocalDisk.class.getName());
    properties.put(
        "spark.hadoop.fs.AbstractFileSystem.file.impl", LocalDisk.Context.class.getName());
    // Compiled code is shared by sessions only if they share a class loader, and a session that may
    // have jars of its own has its own: every run would compile the same code anew.
    properties.put("spark.sql.artifact.isolation.enabled", "false");
    properties.put("spark.sql.codegen.cache.maxEntries", "10000");
    properties.putAll(SessionPins.PROPERTIES);
    return properties;
  }
}

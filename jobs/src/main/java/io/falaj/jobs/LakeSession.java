package io.falaj.jobs;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.LakeSettings;
import io.falaj.lineage.Residency;
import io.falaj.lineage.RunContext;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/** A Spark session with a lake open in it, for one run of a command. */
final class LakeSession implements AutoCloseable {

  private final Engine engine;
  private final SparkSession session;
  private final Lake lake;

  private LakeSession(Engine engine, SparkSession session, Lake lake) {
    this.engine = engine;
    this.session = session;
    this.lake = lake;
  }

  /**
   * Starts Spark and opens a lake.
   *
   * @param job the command
   * @param pipeline the pipeline's name; empty for a command that has none
   * @param residency where may be written
   */
  static LakeSession open(
      Host host,
      Engine engine,
      String job,
      String pipeline,
      DataInterval interval,
      String root,
      Residency residency,
      Logging logging) {
    logging.apply();
    SparkSession session = engine.start(("falaj " + job + " " + pipeline).strip());
    try {
      logging.apply();
      RunContext run =
          new RunContext(
              UUID.randomUUID().toString(),
              job,
              pipeline,
              interval,
              Build.current().codeVersion(),
              host.user(),
              Optional.ofNullable(host.environment().get("FALAJ_PARENT_RUN")),
              host.clock().instant());
      return new LakeSession(
          engine,
          session,
          Lake.open(session, LakeSettings.of(root, host.clock()).within(residency), run));
    } catch (RuntimeException e) {
      engine.stop(session);
      throw e;
    }
  }

  Lake lake() {
    return lake;
  }

  @Override
  public void close() {
    engine.stop(session);
  }
}

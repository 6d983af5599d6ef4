package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.JdbcDatabase;
import io.falaj.validation.Contract;
import io.falaj.validation.Source;

/** The databases that a pipeline's datasets come from, with what the machine knows of them. */
final class Connections {

  private final Host host;
  private final PipelineConfig config;

  Connections(Host host, PipelineConfig config) {
    this.host = host;
    this.config = config;
  }

  /**
   * A database by the pipeline's name for it.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if a secret is not where its reference
   *     says
   */
  JdbcDatabase of(String name) {
    return config.connection(name).database(host.environment(), host.directory());
  }

  /** Looks for the secrets that a dataset needs. */
  void check(Contract contract) {
    if (contract.source() instanceof Source.DatabaseTable table) {
      of(table.connection());
    }
  }
}

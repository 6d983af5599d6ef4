package io.falaj.jobs;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** What Spark may say on the console: with Falaj's own progress beside it, errors only. */
enum Logging {
  QUIET,
  VERBOSE;

  void apply() {
    Configurator.setRootLevel(this == QUIET ? Level.ERROR : Level.WARN);
    if (this == QUIET) {
      // Falaj reports failures itself, once; Spark repeats each on the way up.
      Configurator.setLevel("org.apache.spark", Level.OFF);
      Configurator.setLevel("io.delta", Level.OFF);
    }
  }
}

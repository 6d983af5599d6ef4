package io.falaj.jobs;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** What every command that only asks a lake is told. */
final class QueryOptions {

  @Mixin LakeOptions lake = new LakeOptions();
  @Mixin OutputOptions output = new OutputOptions();

  /** Opens the lake, asks it, and closes it. */
  <T> T ask(Host host, Engine engine, String job, String pipeline, Function<Lake, T> question) {
    try (LakeSession session =
        LakeSession.open(
            host, engine, job, pipeline, DataInterval.WHOLE, lake.root(host), output.logging())) {
      return question.apply(session.lake());
    }
  }

  Console console(Host host) {
    return output.console(host);
  }
}

package io.falaj.jobs;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Residency;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** What every command that only asks a lake is told. */
final class QueryOptions {

  @Mixin LakeOptions lake = new LakeOptions();
  @Mixin OutputOptions output = new OutputOptions();

  /** Opens the lake, asks it, and closes it. */
  <T> T ask(Host host, Engine engine, String job, String pipeline, Function<Lake, T> question) {
    return ask(host, engine, job, pipeline, Residency.ANYWHERE, question);
  }

  /** As above, where the answer is written to the lake as a page. */
  <T> T ask(
      Host host,
      Engine engine,
      String job,
      String pipeline,
      Residency residency,
      Function<Lake, T> question) {
    try (LakeSession session =
        LakeSession.open(
            host,
            engine,
            job,
            pipeline,
            DataInterval.WHOLE,
            lake.root(host),
            residency,
            output.logging())) {
      return question.apply(session.lake());
    }
  }

  Console console(Host host) {
    return output.console(host);
  }
}

package io.falaj.jobs;

import io.falaj.jobs.config.EventsConfig;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.Lake;
import io.falaj.lineage.audit.RunRecord;
import io.falaj.lineage.events.FileSink;
import io.falaj.lineage.events.HttpSink;
import io.falaj.lineage.events.LineageSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The books of a run, with the places beside the lake where the pipeline wants its events. */
final class BookedRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RunRecord record;

  private BookedRun(RunRecord record) {
    this.record = record;
  }

  static BookedRun open(Host host, Lake lake, Keys keys, PipelineConfig config) {
    return new BookedRun(RunRecord.open(lake, keys.signing(), sinks(host, config)));
  }

  private static LineageSink file(Path file, PipelineConfig config) {
    config
        .residency()
        .check(
            "file of events",
            file.toAbsolutePath().toString(),
            "Name a file there under 'events' of pipeline.yaml");
    return FileSink.open(file);
  }

  /** A run whose steps are recorded. */
  PipelineRun begin(Workspace work) {
    return new PipelineRun(work);
  }

  private static List<LineageSink> sinks(Host host, PipelineConfig config) {
    EventsConfig events = config.events();
    List<LineageSink> sinks = new ArrayList<>();
    events.file().map(host.directory()::resolve).ifPresent(file -> sinks.add(file(file, config)));
    events.url().ifPresent(url -> sinks.add(new HttpSink(url, token(host, config), PATIENCE)));
    return sinks;
  }

  /**
   * The token of the endpoint that lineage events go to.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if it is not where its reference says
   */
  static Optional<String> token(Host host, PipelineConfig config) {
    return config
        .events()
        .token()
        .map(reference -> reference.token(host.environment(), host.directory()));
  }

  @Override
  public void close() {
    record.close();
  }
}

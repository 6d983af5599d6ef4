package io.falaj.jobs;

import io.falaj.lineage.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Runs command lines in this process, in a folder of its own, and keeps what they print. */
final class TestHost {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** The one session of this module's tests, which no command ends. */
  static final Engine SHARED =
      new Engine() {
        @Override
        public SparkSession start(String application) {
          return TestSpark.session();
        }

        @Override
        public void stop(SparkSession session) {}
      };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;

  TestHost(Path directory) {
    this.directory = directory;
    environment.put("HOME", directory.resolve("home").toString());
  }

  TestHost with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Host host() {
    return new Host(
        Map.copyOf(environment),
        directory,
        Optional.empty(),
        "tester",
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        InstantSource.fixed(NOW));
  }

  int run(String... arguments) {
    out.reset();
    err.reset();
    return new Cli(host(), SHARED).run(arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}

package io.falaj.lineage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * A lake in a temporary folder, with a clock that stands still until it is moved.
 *
 * @param root its root folder
 * @param clock its clock
 */
public record TestLake(Path root, MovableClock clock) {

  /** When the clock of a new test lake stands: long after the sample data. */
  public static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  /** A new lake below a folder, for example JUnit's {@code @TempDir}. */
  public static TestLake in(Path folder) {
    return new TestLake(folder.resolve("lake"), new MovableClock(START));
  }

  /** Opens the lake for a run of a pipeline. */
  public Lake open(String pipeline) {
    return open(run("test", pipeline));
  }

  /** Opens the lake for a run of the pipeline {@code flights}. */
  public Lake open() {
    return open("flights");
  }

  public Lake open(RunContext run) {
    return Lake.open(TestSpark.session(), settings(), run);
  }

  public LakeSettings settings() {
    return LakeSettings.of(root.toString(), clock);
  }

  /** A run that starts now. */
  public RunContext run(String job, String pipeline) {
    return new RunContext(
        UUID.randomUUID().toString(),
        job,
        pipeline,
        DataInterval.parse("2013-01-01/2014-01-01"),
        "test",
        "tester",
        Optional.empty(),
        clock.instant());
  }

  /** A clock that tests move. */
  public static final class MovableClock implements InstantSource {
    private volatile Instant now;

    public MovableClock(Instant start) {
      now = start;
    }

    @Override
    public Instant instant() {
      return now;
    }

    /** Moves it forward. */
    public void advance(Duration by) {
      now = now.plus(by);
    }
  }
}

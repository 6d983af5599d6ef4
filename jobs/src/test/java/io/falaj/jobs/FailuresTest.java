package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void host() {
    host = new TestHost(folder);
  }

  private ExitCode report(Throwable thrown) {
    return new Failures(host.host()).report(thrown);
  }

  @Test
  void eachKindOfFailureHasItsExitCode() {
    assertThat(report(new FalajException.Configuration("a")).number()).isEqualTo(2);
    assertThat(report(new FalajException.DataRefused("b")).number()).isEqualTo(3);
    assertThat(report(new FalajException.Transient("c")).number()).isEqualTo(4);
    assertThat(report(new IllegalStateException("d")).number()).isEqualTo(1);
  }

  @Test
  void aKnownFailurePrintsItsMessageAlone() {
    report(new FalajException.DataRefused("flights 2013-01: 3 rows too many. Mend the file."));
    assertThat(host.err())
        .isEqualToIgnoringNewLines("falaj: flights 2013-01: 3 rows too many. Mend the file.");
  }

  @Test
  void aKnownFailureIsFoundBehindSparksWrapping() {
    Throwable wrapped =
        new SparkException("Job aborted", new FalajException.DataRefused("refused: mend it."));
    assertThat(report(wrapped)).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(host.err()).isEqualToIgnoringNewLines("falaj: refused: mend it.");
  }

  @Test
  void aFaultOfOursShowsNoTraceButSaysWhereItIs() throws IOException {
    ExitCode code = report(new SparkException("outer", new IllegalStateException("inner cause")));
    assertThat(code).isEqualTo(ExitCode.FAULT);
    Path trace =
        folder.resolve("home/.local/state/falaj/fault-2026-01-02T03-04-05Z.txt").toAbsolutePath();
    assertThat(host.err())
        .contains("IllegalStateException: inner cause")
        .contains("This is a fault of Falaj itself.")
        .contains("The full trace is in " + trace)
        .doesNotContain("\tat ");
    assertThat(Files.readString(trace))
        .startsWith("Falaj ")
        .contains("SparkException: outer")
        .contains("Caused by: java.lang.IllegalStateException: inner cause")
        .contains("\tat ");
  }

  @Test
  void aTraceThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    host.with("XDG_STATE_HOME", file.toString());
    assertThat(report(new IllegalStateException("x"))).isEqualTo(ExitCode.FAULT);
    assertThat(host.err())
        .contains("Its trace could not be written to " + file)
        .contains("XDG_STATE_HOME");
  }

  @Test
  void aFullDiskMayBeTriedAgain() {
    Throwable full = new SparkException("task", new IOException("No space left on device"));
    assertThat(report(full)).isEqualTo(ExitCode.TRANSIENT);
    assertThat(host.err())
        .contains("The disk is full (No space left on device).")
        .contains("run the same command again");
  }

  @Test
  void storageOrAMachineThatWasLostMayBeThereTheNextTime() {
    Throwable reset = new SparkException("Job aborted", new IOException("Connection reset"));
    assertThat(report(reset)).isEqualTo(ExitCode.TRANSIENT);
    assertThat(host.err())
        .contains("The run was cut off: Connection reset. Check the storage and try again.")
        .doesNotContain("fault of Falaj");
    Throwable lost =
        new SparkException(
            "Job aborted due to stage failure: Lost task 0.3 in stage 1.0 (TID 7) (w1 executor 2):"
                + " ExecutorLostFailure (executor 2 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 137");
    assertThat(report(lost)).isEqualTo(ExitCode.TRANSIENT);
    assertThat(host.err()).contains("Spark lost an executor (").contains("code 137). Try again;");
  }

  @Test
  void aDiskThatIsReadOnlyIsConfiguration() {
    Throwable refused =
        new SparkException("task", new IOException("/lake/clean: Read-only file system"));
    assertThat(report(refused)).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(host.err()).contains("No permission: /lake/clean: Read-only file system.");
  }

  @Test
  void aMissingPermissionIsConfiguration() {
    Throwable refused = new SparkException("task", new AccessDeniedException("/lake/clean"));
    assertThat(report(refused)).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(host.err()).contains("No permission: /lake/clean.").contains("--lake");
  }

  @Test
  void tooLittleMemorySaysWhichSettingToRaise() {
    assertThat(report(new OutOfMemoryError("Java heap space"))).isEqualTo(ExitCode.TRANSIENT);
    assertThat(host.err()).contains("(Java heap space)").contains("spark.driver.memory");
  }
}

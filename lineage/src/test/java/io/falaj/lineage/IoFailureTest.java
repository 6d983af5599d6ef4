package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;

/** What a failure means by what lies behind it, however often it was wrapped. */
final class IoFailureTest {

  private static RuntimeException of(Throwable failure) {
    return IoFailure.of("write to table raw.t", failure);
  }

  private static Throwable inATask(IOException thrown) {
    Function<Integer, Integer> task =
        row -> {
          throw thrown;
        };
    return catchThrowable(
        () ->
            new JavaSparkContext(TestSpark.session().sparkContext())
                .parallelize(List.of(1))
                .map(task)
                .collect());
  }

  @Test
  void storageThatIsAwayMayBeThereTheNextTime() {
    String message =
        "Cannot write to table raw.t: Connection reset. Check the storage and try again.";
    IOException reset = new IOException("Connection reset");
    for (Throwable failure :
        List.of(
            reset,
            new SparkException("Job aborted", reset),
            new SparkException("Job aborted", new SparkException("Task failed", reset)),
            new IllegalStateException(new UncheckedIOException(reset)))) {
      assertThat(of(failure))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessage(message)
          .hasCause(failure);
    }
    assertThat(of(new SparkException("Job aborted", new TimeoutException("Futures timed out"))))
        .isInstanceOf(FalajException.Transient.class);
  }

  @Test
  void theSameIsSaidWhereATaskOfSparkMetIt() {
    Throwable failed = inATask(new IOException("Connection reset"));

    assertThat(failed).isInstanceOf(SparkException.class);
    assertThat(of(failed))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageContaining("Connection reset. Check the storage and try again.");
    assertThat(of(inATask(new IOException("No space left on device"))))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageContaining("the disk is full (No space left on device).");
  }

  @Test
  void anExecutorThatIsLostMayBeReplaced() {
    String lost =
        new ExecutorLostFailure("2", true, Option.apply("Command exited with code 137"))
            .toErrorString();
    SparkException failed =
        new SparkException(
            "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent"
                + " failure: Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.2 executor 2): "
                + lost
                + "\nDriver stacktrace:");

    assertThat(of(failed))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageStartingWith("Cannot write to table raw.t: Spark lost an executor (ExecutorLost")
        .hasMessageContainingAll("code 137", "Try again; ", "spark.executor.memory")
        .hasMessageNotContaining("Driver stacktrace");
  }

  @Test
  void aTaskThatIsLostByAFaultOfOursIsNoOutage() {
    SparkException fault =
        new SparkException(
            "Job aborted due to stage failure: Lost task 0.3 in stage 1.0 (TID 7) (10.0.0.2"
                + " executor 2): java.lang.IllegalStateException: no such key",
            new IllegalStateException("no such key"));
    assertThat(of(fault)).isNotInstanceOf(FalajException.class);
    assertThat(
            of(new SparkException("Task not serializable", new NotSerializableException("Lake"))))
        .isNotInstanceOf(FalajException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Read-only file system", "Permission denied", "Operation not permitted"})
  void whatIsForbiddenStaysForbidden(String message) {
    assertThat(of(new SparkException("Job aborted", new IOException(message))))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContainingAll("no permission (" + message + ")", "--lake");
    assertThat(of(new SparkException("Job aborted", new AccessDeniedException("/lake"))))
        .isInstanceOf(FalajException.Configuration.class);
  }

  @Test
  void bytesThatAreDamagedStayDamaged() {
    for (IOException damage :
        List.of(
            new JsonParseException(null, "Unexpected character"),
            new ZipException("invalid block type"),
            new IOException("can not read class org.apache.parquet.format.FileMetaData: null"))) {
      assertThat(Outage.behind(new SparkException("Job aborted", damage))).isEmpty();
    }
    assertThat(Outage.behind(new IllegalStateException("a fault"))).isEmpty();
    assertThat(Outage.behind(new FileNotFoundException("/lake/part-0"))).isEmpty();
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.count;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once, in threads of their own, each with a lake of its own. */
final class ConcurrentRunsTest {

  @TempDir Path folder;
  private TestLake test;

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
  }

  @Test
  void disjointIntervalsOfANewTableBothSucceed() throws Exception {
    List<Object> ends = together(run("a", 3, JAN), run("b", 5, FEB));
    assertThat(ends).allMatch(StepResult.class::isInstance);
    Lake lake = test.open();
    assertThat(count(lake, RAW, JAN)).isEqualTo(3);
    assertThat(count(lake, RAW, FEB)).isEqualTo(5);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
    assertThat(lake.commits()).hasSize(2);
  }

  @Test
  void ofTheSameIntervalOneIsWholeAndTheOtherIsToldToTryAgain() throws Exception {
    for (int round = 0; round < 2; round++) {
      String a = "a" + round;
      String b = "b" + round;
      List<Object> ends = together(run(a, 3, JAN, FEB), run(b, 5, JAN, FEB));
      assertThat(ends).filteredOn(StepResult.class::isInstance).hasSize(1);
      assertThat(ends)
          .filteredOn(FalajException.Transient.class::isInstance)
          .singleElement()
          .asString()
          .containsAnyOf("Another run wrote", "was committed by another run")
          .contains("Run again: what");
      Lake lake = test.open();
      int won = ends.get(0) instanceof StepResult ? 3 : 5;
      assertThat(count(lake, RAW, JAN)).isEqualTo(won);
      assertThat(count(lake, RAW, FEB)).isEqualTo(won);
      assertThat(lake.pin(RAW).openIntervals()).isEmpty();
      assertThat(lake.commits()).hasSize(2 * (round + 1));
      String again = won == 3 ? a : b;
      try (Step step = lake.begin(request(again, JAN, FEB))) {
        assertThat(step.upToDate()).as("the winner's work stands").isTrue();
      }
    }
  }

  @Test
  void mergesAndDeletesOfDisjointIntervalsBothSucceed() throws Exception {
    TestRows.replace(test.open(), RAW, "a", 3, JAN, FEB);
    List<Object> ends = together(merge("m", JAN, 9, 1), delete("e", FEB, 1));
    assertThat(ends).allMatch(StepResult.class::isInstance);
    Lake lake = test.open();
    assertThat(values(lake, JAN)).containsExactly(0.0, 1.0, 9.0);
    assertThat(values(lake, FEB)).containsExactly(0.0, 1.0);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
  }

  @Test
  void ofChangesOfTheSameIntervalOneIsWholeAndTheOtherIsToldToTryAgain() throws Exception {
    TestRows.replace(test.open(), RAW, "a", 3, JAN);
    // Steps of different names: nothing but the table keeps them apart.
    List<Object> ends = together(merge("m", JAN, 9, 0, 1, 5), delete("e", JAN, 1, 2));
    assertThat(ends).filteredOn(StepResult.class::isInstance).hasSize(1);
    assertThat(ends)
        .filteredOn(FalajException.Transient.class::isInstance)
        .singleElement()
        .asString()
        .contains("Another run wrote [2013-01-01/2013-02-01] of table raw.flights", "Run again");
    boolean merged = ends.get(0) instanceof StepResult;
    Lake lake = test.open();
    assertThat(values(lake, JAN)).isEqualTo(merged ? List.of(1.0, 9.0, 9.0, 9.0) : List.of(0.0));
    // The one that was told runs again, on what the other has left.
    assertThat(together(merged ? delete("e", JAN, 1, 2) : merge("m", JAN, 9, 0, 1, 5)))
        .allMatch(StepResult.class::isInstance);
    assertThat(values(lake, JAN)).isEqualTo(merged ? List.of(9.0, 9.0) : List.of(9.0, 9.0, 9.0));
  }

  private static List<Double> values(Lake lake, DataInterval interval) {
    Row[] rows = (Row[]) lake.readAt(lake.pin(RAW), interval).select("v").collect();
    return Arrays.stream(rows).map(row -> row.getDouble(0)).sorted().toList();
  }

  private Racer merge(String content, DataInterval interval, double v, long... ids) {
    Lake lake = test.open();
    return write(
        lake,
        requestOf("mend", content, interval),
        step -> step.merge(byMonth(RAW), List.of("id"), rows(lake, interval, v, ids)));
  }

  private Racer delete(String content, DataInterval interval, long... ids) {
    Lake lake = test.open();
    return write(
        lake,
        requestOf("erase", content, interval),
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, ids)));
  }

  @Test
  void stepsWithoutTablesRaceForTheirCommitAlone() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<Object> ends = together(commit("a" + round), commit("b" + round));
      assertThat(ends).filteredOn(StepResult.class::isInstance).hasSize(1);
      assertThat(ends)
          .filteredOn(FalajException.Transient.class::isInstance)
          .singleElement()
          .asString()
          .contains("Interval " + JAN + " of ingest flights was committed by another run");
    }
    assertThat(test.open().commits()).hasSize(3);
  }

  private Racer run(String content, int count, DataInterval... intervals) {
    Lake lake = test.open();
    return write(
        lake,
        request(content, intervals),
        step -> step.replaceIntervals(byMonth(RAW), rows(lake, count, intervals)));
  }

  private static Racer write(Lake lake, StepRequest request, Function<Step, StagedWrite> staging) {
    return barrier -> {
      try (Step step = lake.begin(request)) {
        barrier.await(2, TimeUnit.MINUTES);
        StagedWrite write = staging.apply(step);
        barrier.await(2, TimeUnit.MINUTES);
        write.commit();
        return step.commit();
      }
    };
  }

  private Racer commit(String content) {
    return barrier -> {
      try (Step step = test.open().begin(request(content, JAN))) {
        barrier.await(2, TimeUnit.MINUTES);
        return step.commit();
      }
    };
  }

  private interface Racer {
    StepResult run(CyclicBarrier barrier) throws Exception;
  }

  /** How each ended: its result, or what it threw. */
  private static List<Object> together(Racer... racers) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(racers.length);
    ExecutorService threads = Executors.newFixedThreadPool(racers.length);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (Racer racer : racers) {
        Callable<Object> call =
            () -> {
              try {
                return racer.run(barrier);
              } catch (FalajException e) {
                return e;
              }
            };
        futures.add(threads.submit(call));
      }
      List<Object> ends = new ArrayList<>();
      for (Future<Object> future : futures) {
        ends.add(future.get(4, TimeUnit.MINUTES));
      }
      return ends;
    } finally {
      threads.shutdownNow();
    }
  }
}

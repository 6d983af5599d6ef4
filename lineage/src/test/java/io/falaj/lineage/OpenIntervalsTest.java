package io.falaj.lineage;

import static io.falaj.lineage.TestRows.CLEAN;
import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.count;
import static io.falaj.lineage.TestRows.dieAfter;
import static io.falaj.lineage.TestRows.dieAfterReplace;
import static io.falaj.lineage.TestRows.replace;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.rows;
import static io.falaj.lineage.TestRows.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenIntervalsTest {

  private static final TableSpec EVENTS = TableSpec.of(RAW, TestRows.SCHEMA);

  @TempDir Path folder;
  private TestLake test;
  private Lake lake;

  @BeforeEach
  void open() {
    test = TestLake.in(folder);
    lake = test.open();
  }

  @Test
  void anOpenIntervalIsReadAtItsLastCommitAndOthersAsTheyAre() {
    replace(lake, RAW, "a", 10, JAN, FEB);
    dieAfterReplace(lake, RAW, "b", 3, JAN);
    replace(lake, RAW, "c", 5, FEB);
    TableVersion pin = lake.pin(RAW);
    assertThat(pin.openIntervals()).isEqualTo(new TreeMap<>(Map.of(JAN, 0L)));
    assertThat(count(lake, RAW, JAN)).isEqualTo(10);
    assertThat(count(lake, RAW, FEB)).isEqualTo(5);
    assertThat(lake.files(pin))
        .extracting(file -> file.tags().get(FileIntervals.TAG))
        .contains(JAN.toString(), FEB.toString());
  }

  @Test
  void anOpenIntervalThatWasNeverCommittedIsNotThere() {
    dieAfterReplace(lake, RAW, "b", 3, JAN);
    assertThat(lake.pin(RAW).openIntervals()).isEqualTo(new TreeMap<>(Map.of(JAN, -1L)));
    assertThat(lake.read(RAW).count()).isZero();
    assertThat(lake.files(lake.pin(RAW))).isEmpty();
  }

  @Test
  void theNextRunRollsForwardWithoutWritingAgain() {
    dieAfterReplace(lake, RAW, "a", 3, JAN, FEB);
    Lake next = test.open();
    try (Step step = next.begin(request("a", JAN, FEB))) {
      assertThat(step.pending()).containsExactly(JAN, FEB);
      CountRows ids = new CountRows();
      // Other rows than before: they are not looked at, since the step key says what they are.
      StagedWrite write = step.replaceIntervals(byMonth(RAW), rows(next, 99, JAN, FEB), ids);
      assertThat(write.rows()).isEqualTo(6);
      assertThat(write.observed(ids)[0]).as("read again").isEqualTo(6);
      assertThat(write.commit().version()).isZero();
      step.commit();
    }
    assertThat(next.read(RAW).count()).isEqualTo(6);
    assertThat(next.pin(RAW)).isEqualTo(TableVersion.of(RAW, 0));
  }

  @Test
  void anOpenWriteOfOtherContentIsReplaced() {
    dieAfterReplace(lake, RAW, "a", 3, JAN);
    replace(test.open(), RAW, "b", 4, JAN);
    assertThat(count(lake, RAW, JAN)).isEqualTo(4);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
    assertThat(lake.pin(RAW).version()).isEqualTo(1);
  }

  @Test
  void aStepThatIsUpToDateButWasOverwrittenHalfwayRunsAgain() {
    replace(lake, RAW, "a", 3, JAN);
    dieAfterReplace(lake, RAW, "b", 4, JAN);
    assertThat(replace(test.open(), RAW, "a", 3, JAN)).isNotNull();
    assertThat(count(lake, RAW, JAN)).isEqualTo(3);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
  }

  @Test
  void partOfAnOpenBatchIsWrittenAnew() {
    dieAfterReplace(lake, RAW, "a", 3, JAN, FEB);
    replace(test.open(), RAW, "a", 3, JAN);
    assertThat(count(lake, RAW, JAN)).isEqualTo(3);
    assertThat(lake.pin(RAW).openIntervals()).isEqualTo(new TreeMap<>(Map.of(FEB, -1L)));
    replace(test.open(), RAW, "a", 3, FEB);
    assertThat(lake.read(RAW).count()).isEqualTo(6);
  }

  @Test
  void aLaterTableOfTheStepIsDerivedFromWhatTheFirstRunWrote() {
    dieAfterReplace(lake, RAW, "a", 3, JAN);
    Lake next = test.open();
    try (Step step = next.begin(request("a", JAN))) {
      TableVersion raw = step.replaceIntervals(byMonth(RAW), rows(next, 99, JAN)).commit();
      step.replaceIntervals(byMonth(CLEAN), next.readAt(raw, JAN).where("id < 2")).commit();
      step.commit();
    }
    assertThat(next.read(CLEAN).count()).isEqualTo(2);
    assertThat(next.read(RAW).count()).isEqualTo(3);
  }

  @ParameterizedTest(name = "where there is a table: {0}")
  @ValueSource(booleans = {true, false})
  void ofTwoWritersOfOneIntervalOneWinsAndTheOtherIsToldToTryAgain(boolean table) {
    if (table) {
      replace(lake, RAW, "a", 3, JAN, FEB);
    }
    Lake other = test.open();
    try (Step slow = lake.begin(request("b", JAN));
        Step fast = other.begin(request("c", JAN))) {
      StagedWrite slowly = slow.replaceIntervals(byMonth(RAW), rows(lake, 4, JAN));
      fast.replaceIntervals(byMonth(RAW), rows(other, 5, JAN)).commit();
      fast.commit();
      assertThatThrownBy(slowly::commit)
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageContaining("Another run wrote [2013-01-01/2013-02-01] of table raw.flights");
    }
    assertThat(count(lake, RAW, JAN)).isEqualTo(5);
  }

  @Test
  void twoWritersOfDifferentIntervalsBothSucceed() {
    replace(lake, RAW, "a", 3, JAN, FEB);
    Lake other = test.open();
    StructType wider = TestRows.SCHEMA.add("note", "string");
    TableSpec spec = TableSpec.of(RAW, wider).partitionedBy("_interval_month");
    try (Step slow = lake.begin(request("b", JAN));
        Step fast = other.begin(request("c", FEB))) {
      StagedWrite slowly = slow.replaceIntervals(byMonth(RAW), rows(lake, 4, JAN));
      // The new column changes the table's metadata: Delta alone would refuse the slow one.
      fast.replaceIntervals(spec, rows(other, 5, FEB).selectExpr("*", "'x' AS note")).commit();
      slowly.commit();
      slow.commit();
      fast.commit();
    }
    assertThat(count(lake, RAW, JAN)).isEqualTo(4);
    assertThat(count(lake, RAW, FEB)).isEqualTo(5);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
  }

  @Test
  void twoWritersOfDifferentIntervalsMayBothMakeTheTable() {
    Lake other = test.open();
    try (Step slow = lake.begin(request("b", JAN));
        Step fast = other.begin(request("c", FEB))) {
      StagedWrite slowly = slow.replaceIntervals(byMonth(RAW), rows(lake, 4, JAN));
      fast.replaceIntervals(byMonth(RAW), rows(other, 5, FEB)).commit();
      assertThat(slowly.commit()).extracting(TableVersion::version).isEqualTo(1L);
      slow.commit();
      fast.commit();
    }
    assertThat(count(lake, RAW, JAN)).isEqualTo(4);
    assertThat(count(lake, RAW, FEB)).isEqualTo(5);
  }

  @Test
  void aRunThatWasOvertakenDoesNotCommit() {
    Lake other = test.open();
    try (Step slow = lake.begin(request("b", JAN));
        Step fast = other.begin(request("c", JAN))) {
      slow.replaceIntervals(byMonth(RAW), rows(lake, 4, JAN)).commit();
      fast.replaceIntervals(byMonth(RAW), rows(other, 5, JAN)).commit();
      fast.commit();
      assertThatThrownBy(slow::commit)
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageContaining("was committed by another run");
    }
    assertThat(count(lake, RAW, JAN)).isEqualTo(5);
  }

  @Test
  void aChangeOfWhatWasCommittedIsRefusedWhereAnotherStepCommitsMeanwhile() {
    replace(lake, RAW, "a", 3, JAN);
    Lake other = test.open();
    try (Step slow = lake.begin(requestOf("mend", "m", JAN));
        Step fast = other.begin(requestOf("erase", "e", JAN))) {
      fast.delete(byMonth(RAW), TestRows.ids(other, 0)).commit();
      // It cannot tell that the delete is not dead, and builds upon what was committed before.
      slow.merge(byMonth(RAW), List.of("id"), rows(lake, JAN, 9, 1)).commit();
      fast.commit();
      assertThatThrownBy(slow::commit)
          .isInstanceOf(FalajException.Transient.class)
          .hasMessage(
              "Interval 2013-01-01/2013-02-01 of table raw.flights was committed by another run"
                  + " while this one worked on it. Run again: what is done already is skipped.");
    }
    assertThat(TestRows.ids(lake.read(RAW))).containsExactlyInAnyOrder(1L, 2L);
    // Not rolled forward, since it kept the row that was deleted: computed anew.
    run(
        test.open(),
        requestOf("mend", "m", JAN),
        step -> step.merge(byMonth(RAW), List.of("id"), rows(lake, JAN, 9, 1)));
    assertThat(TestRows.ids(lake.read(RAW))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(lake.read(RAW).where("v = 9").count()).isEqualTo(1);
  }

  @Test
  void aWriteThatAnotherStepHasReplacedMeanwhileDoesNotCommit() {
    Lake other = test.open();
    TableSpec spec = byMonth(RAW);
    try (Step slow = lake.begin(requestOf("one", "m", JAN));
        Step fast = other.begin(requestOf("two", "e", JAN))) {
      slow.append(spec, rows(lake, JAN, 1, 1)).commit();
      fast.append(spec, rows(other, JAN, 2, 2)).commit();
      fast.commit();
      assertThatThrownBy(slow::commit)
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageContaining("of table raw.flights was committed by another run");
    }
    assertThat(TestRows.ids(lake.read(RAW))).containsExactly(2L);
  }

  @Test
  void openAppendsAreLeftOutAndTakenBackByTheNextRun() {
    append(lake, "a", List.of(1L, 2L), false);
    append(lake, "b", List.of(3L), true);
    assertThat(TestRows.ids(lake.read(RAW))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(lake.files(lake.pin(RAW)))
        .allSatisfy(file -> assertThat(file.tags()).containsKey(FileIntervals.TAG));
    Lake next = test.open();
    append(next, "c", List.of(4L), false);
    assertThat(TestRows.ids(next.read(RAW))).containsExactlyInAnyOrder(1L, 2L, 4L);
    assertThat(next.pin(RAW).openIntervals()).isEmpty();
  }

  @Test
  void whatWasAppendedIsNotAppendedAgainBecauseALaterWriteDied() {
    append(lake, "a", List.of(1L), false);
    append(lake, "b", List.of(2L), true);
    append(test.open(), "a", List.of(1L), false);
    assertThat(TestRows.ids(lake.read(RAW))).containsExactly(1L);
    dieAfter(lake, requestOf("other", "c", JAN), step -> step.append(EVENTS, rows(lake, 2, JAN)));
    append(test.open(), "a", List.of(1L), false);
    assertThat(TestRows.ids(lake.read(RAW))).containsExactly(1L);
  }

  @Test
  void anAppendThatIsRolledForwardTellsOfItsOwnRows() {
    append(lake, "a", List.of(1L, 2L), false);
    append(lake, "b", List.of(3L), true);
    CountRows count = new CountRows();
    StepResult result =
        run(
            test.open(),
            request("b", JAN),
            step -> {
              StagedWrite write = step.append(EVENTS, rows(lake, 9, JAN), count);
              assertThat(write.observed(count)[0]).isEqualTo(1);
              return write;
            });
    assertThat(Objects.requireNonNull(result).outputs().get(0))
        .returns(1L, TableWritten::rows)
        .returns(1L, TableWritten::files);
    assertThat(TestRows.ids(lake.read(RAW))).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void whatAnotherStepHasCommittedSinceIsNotUndoneBecauseAThirdOneDied() {
    replace(lake, RAW, "a", 3, JAN);
    StepRequest mend = requestOf("mend", "m", JAN);
    run(lake, mend, step -> step.merge(byMonth(RAW), List.of("id"), rows(lake, JAN, 9, 1)));
    dieAfter(
        lake,
        requestOf("erase", "e", JAN),
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, 0)));
    assertThat(replace(test.open(), RAW, "a", 3, JAN)).isNull();
    assertThat(lake.read(RAW).where("v = 9").count()).isEqualTo(1);
    assertThat(lake.pin(RAW).openIntervals()).containsOnlyKeys(JAN);
    // The step whose rows are read may be done again: that ends the write that died.
    run(test.open(), mend, step -> step.merge(byMonth(RAW), List.of("id"), rows(lake, JAN, 9, 1)));
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
    assertThat(TestRows.ids(lake.read(RAW))).containsExactlyInAnyOrder(0L, 1L, 2L);
  }

  @Test
  void anAppendThatDiedIsNotDoubled() {
    append(lake, "a", List.of(1L, 2L), true);
    append(test.open(), "a", List.of(1L, 2L), false);
    append(test.open(), "a", List.of(1L, 2L), false);
    assertThat(TestRows.ids(lake.read(RAW))).containsExactlyInAnyOrder(1L, 2L);
  }

  private static void append(Lake lake, String content, List<Long> ids, boolean die) {
    Step step = lake.begin(request(content, JAN));
    if (!step.upToDate()) {
      step.append(
              EVENTS,
              lake.dataset(
                  ids.stream().map(id -> TestRows.row(id, 0, JAN, "x")).toList(), TestRows.SCHEMA))
          .commit();
      if (!die) {
        step.commit();
      }
    }
    if (!die) {
      step.close();
    }
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.rows;
import static io.falaj.lineage.TestRows.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merge and a delete, with the process dying at every operation that changes the disk. */
final class ChangeCrashTest {

  private static final int SLICE = 3;

  /** Each commit after the first puts the files of the commits together. */
  private static final int SMALL_FILES = 2;

  @TempDir Path folder;

  @Test
  void whereverTheProcessDiesTheNextRunCompletesItsWork() {
    Crashes crashes = new Crashes(folder);
    LakeSettings origin = crashes.origin();
    List<List<String>> states = new ArrayList<>();
    TestRows.replace(Crashes.open(origin), RAW, "a", 4, JAN);
    states.add(visible(Crashes.open(origin)));
    crashes.watch(() -> merge(origin));
    states.add(visible(Crashes.open(origin)));
    int second = crashes.operations().size();
    crashes.watch(() -> delete(origin));
    Lake whole = Crashes.open(origin);
    states.add(visible(whole));
    assertThat(states)
        .containsExactly(
            List.of("[0,0.0]", "[1,0.5]", "[2,1.0]", "[3,1.5]"),
            List.of("[0,0.0]", "[1,9.0]", "[2,1.0]", "[3,1.5]", "[7,9.0]"),
            List.of("[0,0.0]", "[2,1.0]", "[3,1.5]"));
    List<String> committed = Crashes.committed(whole);
    assertThat(crashes.operations())
        .hasSizeGreaterThan(20)
        .anyMatch(operation -> operation.startsWith("link") && operation.contains("/commits/"))
        .anyMatch(operation -> operation.startsWith(Crashes.COMPACT + "link"));
    assertThat(whole.files(whole.pin(CommitLog.TABLE))).hasSize(1);

    crashes.look(
        ChangeCrashTest.class,
        SLICE,
        crash -> {
          String at = crashes.describe(crash);
          LakeSettings left = crashes.left(crash);
          Lake reader = Crashes.open(left);
          int runs = reader.commits().size() - 1;
          assertThat(runs).as(at).isBetween(crash > second ? 1 : 0, 2);
          assertThat(visible(reader))
              .as("%s: only what is committed", at)
              .isEqualTo(states.get(runs));
          if (crash < second) {
            merge(left);
          }
          delete(left);
          Lake after = Crashes.open(left);
          assertThat(visible(after)).as(at).isEqualTo(states.get(2));
          assertThat(Crashes.committed(after)).as(at).isEqualTo(committed);
          assertThat(after.pin(RAW)).as(at).isEqualTo(TableVersion.of(RAW, 2));
          assertThat(after.read(CommitLog.TABLE).count()).as(at).isEqualTo(3);
          assertThat(merge(left)).as("%s: nothing is left", at).isNull();
          assertThat(delete(left)).as("%s: nothing is left", at).isNull();
        });
  }

  private static @org.jspecify.annotations.Nullable StepResult merge(LakeSettings settings) {
    Lake lake = Crashes.open(settings, SMALL_FILES);
    return run(
        lake,
        requestOf("mend", "m", JAN),
        step -> step.merge(byMonth(RAW), List.of("id"), rows(lake, JAN, 9, 1, 7)));
  }

  private static @org.jspecify.annotations.Nullable StepResult delete(LakeSettings settings) {
    Lake lake = Crashes.open(settings, SMALL_FILES);
    return run(
        lake,
        requestOf("erase", "e", JAN),
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, 1, 7, 8)));
  }

  private static List<String> visible(Lake lake) {
    Row[] rows = (Row[]) lake.read(RAW).select("id", "v").collect();
    return Arrays.stream(rows).map(Row::toString).sorted().toList();
  }
}

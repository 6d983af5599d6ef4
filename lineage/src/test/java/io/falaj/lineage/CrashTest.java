package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.audit.RunRecord;
import io.falaj.lineage.audit.VerifyAudit;
import io.falaj.lineage.events.Orphans;
import io.falaj.lineage.signing.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The write protocol, with the process dying at every operation that changes the disk: two runs, of
 * which the second computes one interval anew and another for the first time, each writing three
 * tables and its books. Of the crashes a sample is looked at, and all of them with {@code
 * -Dfalaj.exhaustive=true}.
 */
final class CrashTest {

  private static final int SAMPLE = 12;
  private static final List<TableName> TABLES =
      List.of(TestRows.RAW, TableName.parse("quarantine.flights"), TestRows.CLEAN);

  /** What a step writes is quarantined where this holds. */
  private static final String BAD = "id % 3 = 2";

  @TempDir static Path keys;
  private static SigningKey key;

  @TempDir Path folder;

  @BeforeAll
  static void prepare() {
    key = SigningKey.create(keys);
    CountedFileSystem.register(TestSpark.session());
  }

  @Test
  void whereverTheProcessDiesTheNextRunCompletesItsWork() {
    List<List<String>> states = new ArrayList<>();
    Crashes crashes = new Crashes(folder);
    LakeSettings counted = crashes.origin();
    List<String> operations = crashes.operations();
    states.add(List.of());
    crashes.watch(() -> first(counted));
    int second = operations.size();
    states.add(visible(Crashes.open(counted)));
    crashes.watch(() -> second(counted));
    Lake whole = Crashes.open(counted);
    states.add(visible(whole));
    List<String> committed = Crashes.committed(whole);
    assertThat(states).doesNotHaveDuplicates();
    assertThat(operations)
        .hasSizeGreaterThan(150)
        .anyMatch(operation -> operation.startsWith("link") && operation.contains("/commits/"));

    for (int crash : crashes.sample(SAMPLE)) {
      String at = crashes.describe(crash);
      LakeSettings left = crashes.left(crash);
      Lake reader = Crashes.open(left);
      int runs = List.of(0, 1, 3).indexOf(reader.commits().size());
      assertThat(runs).as("%s: commits come together", at).isBetween(crash > second ? 1 : 0, 2);
      assertThat(visible(reader)).as("%s: only what is committed", at).isEqualTo(states.get(runs));
      if (crash < second) {
        first(left);
      }
      second(left);
      Lake after = Crashes.open(left);
      assertThat(visible(after)).as(at).isEqualTo(states.get(2));
      assertThat(Crashes.committed(after)).as(at).isEqualTo(committed);
      assertThat(new Orphans(after).find()).as("%s: steps without an end", at).isEmpty();
      assertThat(new VerifyAudit(after, List.of(key.verifyKey())).execute(List.of()).findings())
          .as(at)
          .allMatch(finding -> finding.benign());
      int entries = after.history(TestRows.RAW).size();
      second(left);
      assertThat(after.history(TestRows.RAW)).as("%s: nothing is left", at).hasSize(entries);
    }
  }

  @Test
  void aCommitThatLandedAndFailedThereafterKeepsItsFiles() {
    Path root = folder.resolve("landed");
    LakeSettings counted =
        LakeSettings.of(CountedFileSystem.uri(root), new TestLake.MovableClock(TestLake.START));
    CountedFileSystem.watch(
        root,
        operation -> {
          if (operation.startsWith("unlink") && operation.contains("/raw/flights/")) {
            throw new IllegalStateException("the disk is gone");
          }
        });
    assertThatThrownBy(() -> first(counted)).hasStackTraceContaining("the disk is gone");
    CountedFileSystem.watchNoMore(root);

    assertThat(visible(Crashes.open(counted))).isEmpty();
    first(counted);
    assertThat(visible(Crashes.open(counted))).hasSize(8);
    assertThat(Crashes.open(counted).history(TestRows.RAW))
        .as("nothing was written again")
        .hasSize(1);
  }

  private static void first(LakeSettings settings) {
    run(settings, "a", 4, JAN);
  }

  private static void second(LakeSettings settings) {
    run(settings, "b", 7, JAN, FEB);
  }

  /** A whole run: raw rows from outside, the other tables from the raw rows. */
  private static void run(
      LakeSettings settings, String content, int count, DataInterval... intervals) {
    Lake lake = Crashes.open(settings);
    try (RunRecord record = RunRecord.open(lake, key, List.of());
        Step step = lake.begin(TestRows.request(content, intervals))) {
      assertThat(record.head()).isEmpty();
      if (step.upToDate()) {
        return;
      }
      TableVersion raw =
          step.replaceIntervals(
                  TestRows.byMonth(TABLES.get(0)), TestRows.rows(lake, count, intervals))
              .commit();
      Dataset<Row> rows = lake.readAt(raw);
      step.replaceIntervals(TestRows.byMonth(TABLES.get(1)), rows.where(BAD)).commit();
      step.replaceIntervals(TestRows.byMonth(TABLES.get(2)), rows.where("NOT " + BAD)).commit();
      step.commit();
    }
  }

  /** What readers see, of all three tables. */
  private static List<String> visible(Lake lake) {
    List<String> seen = new ArrayList<>();
    for (TableName table : TABLES) {
      if (lake.exists(table)) {
        Row[] rows = (Row[]) lake.read(table).select("id", "v", "_interval").collect();
        Arrays.stream(rows).map(row -> table + " " + row).sorted().forEach(seen::add);
      }
    }
    return seen;
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.audit.RunRecord;
import io.falaj.lineage.audit.VerifyAudit;
import io.falaj.lineage.events.Orphans;
import io.falaj.lineage.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
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
  private final List<String> operations = new ArrayList<>();
  private int second;

  @BeforeAll
  static void prepare() {
    key = SigningKey.create(keys);
    CountedFileSystem.register(TestSpark.session());
  }

  @AfterEach
  void watchNoMore() {
    CountedFileSystem.watch(unused -> {});
  }

  @Test
  void whereverTheProcessDiesTheNextRunCompletesItsWork() throws IOException {
    List<List<String>> states = new ArrayList<>();
    Path origin = folder.resolve("origin");
    LakeSettings counted =
        LakeSettings.of(CountedFileSystem.uri(origin), new TestLake.MovableClock(TestLake.START));
    states.add(List.of());
    CountedFileSystem.watch(operation -> copyBefore(operation, origin));
    first(counted);
    second = operations.size();
    CountedFileSystem.watch(unused -> {});
    states.add(visible(open(counted)));
    CountedFileSystem.watch(operation -> copyBefore(operation, origin));
    second(counted);
    CountedFileSystem.watch(unused -> {});
    Lake whole = open(counted);
    states.add(visible(whole));
    List<String> committed = committed(whole);
    assertThat(states).doesNotHaveDuplicates();
    assertThat(operations)
        .hasSizeGreaterThan(150)
        .anyMatch(operation -> operation.startsWith("link") && operation.contains("/commits/"));

    for (int crash : sample()) {
      String at = "crash %d of %d: %s".formatted(crash, operations.size(), operations.get(crash));
      LakeSettings left =
          LakeSettings.of(copy(crash).toString(), new TestLake.MovableClock(TestLake.START));
      Lake reader = open(left);
      int runs = List.of(0, 1, 3).indexOf(reader.commits().size());
      assertThat(runs).as("%s: commits come together", at).isBetween(crash > second ? 1 : 0, 2);
      assertThat(visible(reader)).as("%s: only what is committed", at).isEqualTo(states.get(runs));
      if (crash < second) {
        first(left);
      }
      second(left);
      Lake after = open(left);
      assertThat(visible(after)).as(at).isEqualTo(states.get(2));
      assertThat(committed(after)).as(at).isEqualTo(committed);
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
        operation -> {
          if (operation.startsWith("unlink") && operation.contains("/raw/flights/")) {
            throw new IllegalStateException("the disk is gone");
          }
        });
    assertThatThrownBy(() -> first(counted)).hasStackTraceContaining("the disk is gone");
    CountedFileSystem.watch(unused -> {});

    assertThat(visible(open(counted))).isEmpty();
    first(counted);
    assertThat(visible(open(counted))).hasSize(8);
    assertThat(open(counted).history(TestRows.RAW)).as("nothing was written again").hasSize(1);
  }

  /** One of each stretch of crashes, so that all phases have some; other ones by another seed. */
  private List<Integer> sample() {
    int all = operations.size();
    if (Boolean.getBoolean("falaj.exhaustive")) {
      return IntStream.range(0, all).boxed().toList();
    }
    Random random = new Random(Long.getLong("falaj.seed", 1));
    List<Integer> sample = new ArrayList<>();
    for (int i = 0; i < SAMPLE; i++) {
      int from = i * all / SAMPLE;
      sample.add(from + random.nextInt((i + 1) * all / SAMPLE - from));
    }
    return sample;
  }

  private Path copy(int crash) {
    return folder.resolve("crash-" + crash);
  }

  private void copyBefore(String operation, Path origin) {
    Path copy = copy(operations.size());
    operations.add(operation);
    try {
      Files.createDirectories(copy);
      if (!Files.exists(origin)) {
        return;
      }
      List<Path> found;
      try (Stream<Path> all = Files.walk(origin)) {
        found = all.toList();
      }
      for (Path file : found) {
        Path to = copy.resolve(origin.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Lake open(LakeSettings settings) {
    RunContext run = new TestLake(Path.of("unused"), clock(settings)).run("test", "flights");
    return Lake.open(TestSpark.session(), settings, run);
  }

  private static TestLake.MovableClock clock(LakeSettings settings) {
    return (TestLake.MovableClock) settings.clock();
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
    Lake lake = open(settings);
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

  /** Who committed what, whenever: one row for each interval of each of the two runs. */
  private static List<String> committed(Lake lake) {
    return lake.commits().stream()
        .map(
            commit ->
                "%s generation %d key %s: %s"
                    .formatted(
                        commit.interval(),
                        commit.generation(),
                        commit.stepKey(),
                        commit.tables().stream()
                            .map(t -> t.table() + " " + t.generation() + " " + t.content())
                            .toList()))
        .sorted()
        .toList();
  }
}

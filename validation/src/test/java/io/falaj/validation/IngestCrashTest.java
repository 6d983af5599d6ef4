package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Crashes;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Exhaustive;
import io.falaj.lineage.Lake;
import io.falaj.lineage.LakeSettings;
import io.falaj.lineage.TableName;
import io.falaj.lineage.audit.RunRecord;
import io.falaj.lineage.audit.VerifyAudit;
import io.falaj.lineage.events.Orphans;
import io.falaj.lineage.signing.SigningKey;
import io.falaj.validation.profile.ProfileTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingest of two months, one of a file that came late for the first of them, and a replay under a
 * mended contract, with the process dying at every operation that changes the disk.
 */
class IngestCrashTest {

  private static final int SLICE = 4;

  /** Whether the audit is sound, and a third run finds nothing to do, is asked at each such one. */
  private static final int EACH = 5;

  /** The books' files are put together early, so that each run ends with some in one. */
  private static final int SMALL_FILES = 3;

  private static final DataInterval MONTHS = DataInterval.parse("2013-01-01/2013-03-01");

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: "in/*.csv"}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        pieces: {type: int, nullable: true}
      profile: {segments: [id]}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
        - {row_count: {history: {intervals: 3, tolerance: 5}}, severity: WARN}
        - {anomaly: {metric: mean, column: pieces}}
      """;

  private static final String MENDED = SALES.replace("min: 1", "min: 0");

  private static final String FIRST =
      """
      id,sold_at,pieces
      a,2013-01-05T10:00:00Z,2
      b,2013-01-06T10:00:00Z,0
      b,2013-01-07T10:00:00Z,3
      c,2013-02-05T10:00:00Z,many
      d,2013-02-06T10:00:00Z,4
      e,2013-02-07T10:00:00Z
      """;

  private static final String LATE =
      """
      id,sold_at,pieces
      f,2013-01-08T10:00:00Z,5
      a,2013-01-09T10:00:00Z,0
      """;

  @TempDir Path folder;
  private SigningKey key;

  @BeforeEach
  void prepare() {
    key = SigningKey.create(folder.resolve("keys"));
  }

  @Test
  void whereverTheProcessDiesTheNextRunCompletesItsWork() {
    Crashes crashes = new Crashes(folder.resolve("crashes"));
    List<List<String>> states = new ArrayList<>(List.of(List.of()));
    List<List<String>> noted = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      int number = run;
      crashes.watch(() -> run(crashes.origin(), number));
      Lake lake = Crashes.open(crashes.origin());
      states.add(rows(lake));
      noted.add(noted(lake));
      ends.add(crashes.operations().size());
    }
    assertThat(states).doesNotHaveDuplicates();
    assertThat(noted.get(2)).anyMatch(row -> row.startsWith("monitoring.source_files"));
    assertThat(crashes.operations())
        .as("books whose files are put together")
        .anyMatch(operation -> compacts(operation, "lineage/commits"))
        .anyMatch(operation -> compacts(operation, "lineage/audit"))
        .anyMatch(operation -> compacts(operation, "monitoring/profiles"));

    crashes.look(
        IngestCrashTest.class,
        SLICE,
        crash -> {
          String at = crashes.describe(crash);
          int died = crash < ends.get(0) ? 0 : crash < ends.get(1) ? 1 : 2;
          LakeSettings left = crashes.left(crash);
          assertThat(rows(Crashes.open(left)))
              .as("%s: only what is committed", at)
              .isIn(states.get(died), states.get(died + 1));
          run(left, died);
          Lake after = Crashes.open(left);
          assertThat(rows(after)).as(at).isEqualTo(states.get(died + 1));
          assertThat(noted(after)).as(at).isEqualTo(noted.get(died));
          assertThat(books(after)).as("%s: no row is there twice", at).doesNotHaveDuplicates();
          assertThat(new Orphans(after).find()).as("%s: steps without an end", at).isEmpty();
          if (!Exhaustive.asked() && crash % EACH != 0) {
            return;
          }
          assertThat(new VerifyAudit(after, List.of(key.verifyKey())).execute(List.of()).findings())
              .as(at)
              .allMatch(finding -> finding.benign());
          run(left, died);
          assertThat(noted(Crashes.open(left)))
              .as("%s: nothing is left", at)
              .isEqualTo(noted.get(died));
        });
  }

  /** The first ingest, the one with the late file, or the replay. */
  private void run(LakeSettings settings, int number) {
    put("first.csv", FIRST);
    if (number > 0) {
      put("late.csv", LATE);
    } else {
      remove("late.csv");
    }
    Lake lake = Crashes.open(settings, SMALL_FILES);
    try (RunRecord record = RunRecord.open(lake, key, List.of())) {
      assertThat(record.head()).isEmpty();
      if (number < 2) {
        new Ingest(lake).execute(Contracts.contract(SALES), folder.toString(), MONTHS);
      } else {
        new Replay(lake).execute(Contracts.contract(MENDED), folder.toString(), MONTHS);
      }
    }
  }

  private void put(String name, String text) {
    try {
      Path file = folder.resolve("in").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2013-04-01T00:00:00Z")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve("in").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What readers see of the dataset. */
  private static List<String> rows(Lake lake) {
    List<String> rows = new ArrayList<>();
    rows.addAll(table(lake, "raw.sales", "_row", "_interval", "id", "_failed", "_text"));
    rows.addAll(table(lake, "clean.sales", "_row", "_interval", "id", "pieces"));
    rows.addAll(table(lake, "quarantine.sales", "_row", "_interval", "_reasons", "_contract"));
    return rows;
  }

  /** The commits, with the checksums of their tables, and what is known beside. */
  private static List<String> noted(Lake lake) {
    List<String> all = new ArrayList<>(Crashes.committed(lake));
    // What a run that died has noted there stays beside what the next one notes.
    List<String> noted = new ArrayList<>();
    noted.addAll(table(lake, SourceFilesTable.NAME.toString(), "dataset", "sha256", "status"));
    noted.addAll(table(lake, ProfileTable.NAME.toString(), "table", "interval", "column", "rows"));
    noted.addAll(
        table(lake, ValidationTable.NAME.toString(), "interval", "expectation", "result", "saw"));
    noted.stream().distinct().forEach(all::add);
    return all;
  }

  /** The rows of the books that a run may not write twice. */
  private static List<String> books(Lake lake) {
    List<String> all = new ArrayList<>();
    all.addAll(table(lake, SourceFilesTable.NAME.toString(), "run_id", "sequence", "file"));
    all.addAll(
        table(
            lake,
            ProfileTable.NAME.toString(),
            "run_id",
            "table",
            "version",
            "interval",
            "segment",
            "column"));
    all.addAll(
        table(lake, ValidationTable.NAME.toString(), "run_id", "interval", "expectation", "rows"));
    all.addAll(table(lake, "lineage.audit", "run_id", "sequence"));
    return all;
  }

  private static boolean compacts(String operation, String table) {
    return operation.startsWith(Crashes.COMPACT + "link") && operation.contains(table);
  }

  private static List<String> table(Lake lake, String name, String... columns) {
    TableName table = TableName.parse(name);
    if (!lake.exists(table)) {
      return List.of();
    }
    Row[] rows = (Row[]) lake.read(table).selectExpr(columns).collect();
    return Arrays.stream(rows).map(row -> name + " " + row).sorted().toList();
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta tables that others write. */
final class DeltaSourceTest {

  @TempDir static Path lakeFolder;
  private static Lake lake;
  private static SparkSession session;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    lake = TestLake.in(lakeFolder).open();
    // Another writer, of whom the lake knows nothing.
    session = TestSpark.session().newSession();
    session.conf().set("spark.databricks.delta.snapshotPartitions", "1");
    session.conf().set("spark.sql.runSQLOnFiles", "true");
  }

  private String table(String name) {
    return folder.resolve(name).toString();
  }

  private static void append(String path, String query) {
    session.sql(query).coalesce(1).write().format("delta").mode("append").save(path);
  }

  private static void run(String sql, String path) {
    session.sql(sql.formatted("delta.`" + path + "`"));
  }

  private static DeltaSource newest(String path) {
    return lake.sources().delta(path);
  }

  private static List<String> ids(Dataset<Row> rows) {
    return Arrays.stream((Row[]) rows.select("id").collect()).map(row -> row.getString(0)).toList();
  }

  @Test
  void theRowsOfAVersionAreRecordsWhoseIdentityStays() {
    String path = table("plain table");
    append(
        path,
        "SELECT 1 AS id, 0.1D AS d, 1.50BD AS n, TIMESTAMP '2013-03-10 06:59:59.123456Z' AS t,"
            + " X'00FF' AS bytes, named_struct('k', array(1, 2)) AS nested");
    DeltaSource first = newest(path);
    assertThat(first.version()).isZero();
    assertThat(first.schema().fieldNames()).containsExactly("id", "d", "n", "t", "bytes", "nested");
    Row row =
        first
            .rows(SnapshotQuery.of(List.of("t", "id", "d", "n", "bytes", "nested"), List.of()))
            .collectAsList()
            .get(0);
    assertThat(
            Arrays.asList(row.getString(0), row.getString(1), row.getString(2), row.getString(3)))
        .containsExactly("2013-03-10 06:59:59.123456", "1", "0.1", "1.50");
    assertThat(row.getString(4)).isEqualTo("AP8=");
    assertThat(row.getString(5)).isEqualTo("{\"k\":[1,2]}");
    assertThat(row.getString(6)).isEqualTo("0:" + row.getString(7) + ":0");
    assertThat(row.getString(7)).matches("part-.*\\.parquet");
    assertThat(row.isNullAt(8) && row.isNullAt(9)).isTrue();
    assertThat(first.input())
        .isEqualTo(new StepInput("delta", "file:" + path, first.tableId() + ":0"));

    append(path, "SELECT 2 AS id, 0D AS d, 1.00BD AS n, null AS t, null AS bytes, null AS nested");
    DeltaSource second = newest(path);
    assertThat(second.version()).isEqualTo(1);
    assertThat(
            second
                .rows(SnapshotQuery.of(List.of("id"), List.of()))
                .where("id = 1")
                .collectAsList()
                .get(0)
                .getString(1))
        .as("the same as in the version before")
        .isEqualTo(row.getString(6));
    assertThat(
            second
                .rows(SnapshotQuery.of(List.of("id"), List.of()))
                .where("id = 2")
                .collectAsList()
                .get(0)
                .getString(1))
        .startsWith("1:part-");
    assertThat(ids(lake.sources().delta(path, 0).rows(SnapshotQuery.of(List.of("id"), List.of()))))
        .containsExactly("1");
    assertThat(second.tableId()).isEqualTo(first.tableId());
  }

  @Test
  void columnMappingDeletedRowsAndPartitionsAreHeeded() {
    String path = table("mapped");
    session.sql(
        "CREATE TABLE delta.`%s` (id bigint, `an odd, name` string, p string) USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableDeletionVectors' = 'true')"
            .formatted(path));
    append(path, "SELECT id, CAST(id AS string) AS `an odd, name`, 'a b%/c' AS p FROM range(10)");
    run("DELETE FROM %s WHERE id IN (3, 4)", path);
    run("ALTER TABLE %s RENAME COLUMN `an odd, name` TO other", path);
    DeltaSource source = newest(path);
    assertThat(source.version()).isEqualTo(3);

    List<Row> rows =
        source.rows(SnapshotQuery.of(List.of("id", "other", "p"), List.of())).collectAsList();

    assertThat(rows)
        .extracting(row -> row.getString(0) + row.getString(1) + row.getString(2))
        .containsExactlyInAnyOrder(
            List.of(0, 1, 2, 5, 6, 7, 8, 9).stream()
                .map(i -> i + "" + i + "a b%/c")
                .toArray(String[]::new));
    assertThat(rows)
        .as("the ordinal is that in the file, whatever was deleted before it")
        .allSatisfy(
            row -> assertThat(row.getString(3)).matches("1:.*\\.parquet:" + row.getString(0)));
    assertThat(ids(source.since(1).rows(SnapshotQuery.of(List.of("id"), List.of())))).isEmpty();
    assertThat(source.since(1).changed()).containsExactly(2L);
    DeltaChange all = source.since(0);
    assertThat(ids(all.rows(SnapshotQuery.of(List.of("id"), List.of())))).hasSize(8);
    assertThat(all.changed()).as("the rows went before they were taken").isEmpty();
    assertThat(all.rows(SnapshotQuery.of(List.of("id", "other", "p"), List.of())).collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void compactionBringsNoRowTwiceAndLosesNone() throws IOException {
    String path = table("compacted");
    append(path, "SELECT id FROM range(0, 5)");
    append(path, "SELECT id FROM range(5, 10)");
    append(path, "SELECT id FROM range(10, 15)");
    Set<Row> whole =
        new HashSet<>(
            newest(path).rows(SnapshotQuery.of(List.of("id"), List.of())).collectAsList());
    run("OPTIMIZE %s", path);
    append(path, "SELECT id FROM range(15, 20)");
    DeltaSource source = newest(path);
    assertThat(source.version()).isEqualTo(4);

    DeltaChange change = source.since(1);

    assertThat(ids(change.rows(SnapshotQuery.of(List.of("id"), List.of()))))
        .containsExactlyInAnyOrder("10", "11", "12", "13", "14", "15", "16", "17", "18", "19");
    assertThat(change.changed()).isEmpty();
    assertThat(
            change
                .rows(SnapshotQuery.of(List.of("id"), List.of()))
                .where("id < 15")
                .collectAsList())
        .as("with the identity they had before")
        .allSatisfy(row -> assertThat(whole).contains(row));
    assertThat(ids(source.since(2).rows(SnapshotQuery.of(List.of("id"), List.of()))))
        .containsExactlyInAnyOrder("15", "16", "17", "18", "19");
    assertThat(ids(source.since(4).rows(SnapshotQuery.of(List.of("id"), List.of())))).isEmpty();
    assertThat(ids(source.rows(SnapshotQuery.of(List.of("id"), List.of())))).hasSize(20);

    // As VACUUM does, which takes ten thousand tasks for it.
    Files.delete(
        Path.of(
            path,
            change
                .rows(SnapshotQuery.of(List.of("id"), List.of()))
                .where("id = 12")
                .first()
                .getString(2)));
    assertThat(ids(source.since(3).rows(SnapshotQuery.of(List.of("id"), List.of())))).hasSize(5);
    assertThatThrownBy(() -> source.since(1))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "Delta table file:.*/compacted no longer has file part-.*\\.parquet, which version 2 added:"
                + " it was compacted and vacuumed since\\. Take the table whole, and raise its"
                + " delta\\.deletedFileRetentionDuration\\.");
  }

  /** Random histories against what every version holds: old rows and new ones make the later. */
  @Test
  void whatWasThereAndWhatCameMakeWhatIsThereUnlessRowsChanged() {
    Random random = new Random(11);
    String path = table("history");
    append(path, "SELECT id FROM range(0, 20)");
    run("ALTER TABLE %s SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')", path);
    int next = 20;
    SortedSet<Long> rewrites = new TreeSet<>();
    for (int i = 0; i < 8; i++) {
      int kind = random.nextInt(6);
      if (kind < 3) {
        append(path, "SELECT id FROM range(%d, %d)".formatted(next, next + 3));
        next += 3;
      } else if (kind == 3) {
        run("OPTIMIZE %s", path);
      } else if (kind == 4) {
        run("DELETE FROM %s WHERE id %% 7 = " + random.nextInt(7), path);
        rewrites.add(newest(path).version());
      } else {
        run("UPDATE %s SET id = id + 1000 WHERE id = " + random.nextInt(next), path);
        rewrites.add(newest(path).version());
      }
    }
    long last = newest(path).version();
    Dataset<Row> held =
        rows(lake.sources().delta(path, 0).rows(SnapshotQuery.of(List.of("id"), List.of())), 0, 0);
    Dataset<Row> came = held.limit(0);
    Set<List<Long>> exact = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
    for (long to = 0; to <= last; to++) {
      DeltaSource source = lake.sources().delta(path, to);
      held =
          to == 0
              ? held
              : held.unionAll(
                  rows(source.rows(SnapshotQuery.of(List.of("id"), List.of())), to, to));
      for (long after = 0; after <= to; after++) {
        DeltaChange change = source.since(after);
        assertThat(change.changed())
            .as("from %d to %d, with rewrites %s", after, to, rewrites)
            .isSubsetOf(rewrites.subSet(after + 1, to + 1));
        if (rewrites.subSet(after + 1, to + 1).isEmpty() || change.changed().isEmpty()) {
          exact.add(List.of(after, to));
          came =
              came.unionAll(
                  rows(change.rows(SnapshotQuery.of(List.of("id"), List.of())), after, to));
        }
      }
    }
    Map<List<Long>, List<String>> whole = byVersions(held);
    Map<List<Long>, List<String>> added = byVersions(came);
    for (List<Long> versions : exact) {
      long after = versions.get(0);
      long to = versions.get(1);
      List<String> together = new ArrayList<>(whole.getOrDefault(List.of(after, after), List.of()));
      together.addAll(added.getOrDefault(versions, List.of()));
      assertThat(together)
          .as("from %d to %d", after, to)
          .containsExactlyInAnyOrderElementsOf(whole.getOrDefault(List.of(to, to), List.of()));
    }
    assertThat(exact).as("beside those of a version to itself").hasSizeGreaterThan((int) last + 5);
  }

  private static Dataset<Row> rows(Dataset<Row> rows, long after, long to) {
    return rows.select(
        functions.col("id"), functions.lit(after).as("after"), functions.lit(to).as("to"));
  }

  private static Map<List<Long>, List<String>> byVersions(Dataset<Row> rows) {
    Map<List<Long>, List<String>> found = new HashMap<>();
    for (Row row : rows.collectAsList()) {
      found
          .computeIfAbsent(List.of(row.getLong(1), row.getLong(2)), unused -> new ArrayList<>())
          .add(row.getString(0));
    }
    return found;
  }

  @Test
  void whatTheLogForgotIsTold() throws IOException {
    String path = table("forgetful");
    String interval = "spark.databricks.delta.properties.defaults.checkpointInterval";
    session.conf().set(interval, "3");
    for (int i = 0; i < 4; i++) {
      append(path, "SELECT " + i + " AS id");
    }
    session.conf().unset(interval);
    for (int i = 0; i < 3; i++) {
      Files.delete(folder.resolve("forgetful/_delta_log/%020d.json".formatted(i)));
    }
    append(path, "SELECT 4 AS id");
    DeltaLog.clearCache();
    DeltaSource source = newest(path);

    List<Row> rows =
        source.rows(SnapshotQuery.of(List.of("id"), List.of())).orderBy("id").collectAsList();

    assertThat(rows).extracting(row -> row.getString(0)).containsExactly("0", "1", "2", "3", "4");
    assertThat(rows)
        .extracting(row -> row.getString(1).substring(0, 2))
        .containsExactly("?:", "?:", "?:", "3:", "4:");
    assertThat(ids(source.since(2).rows(SnapshotQuery.of(List.of("id"), List.of()))))
        .containsExactlyInAnyOrder("3", "4");
    assertThatThrownBy(() -> source.since(0))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Delta table file:%s no longer keeps the entries of versions 1 to 2 in its log, so what"
                + " they added cannot be told. Take the table whole, and raise its"
                + " delta.logRetentionDuration.",
            path);
    assertThatThrownBy(() -> source.since(7))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Delta table file:%s is at version 4, and 7 was taken before: it was made anew or put"
                + " back. Take it whole.",
            path);
    for (long gone : new long[] {1, 9}) {
      assertThatThrownBy(() -> lake.sources().delta(path, gone))
          .isInstanceOf(FalajException.DataRefused.class)
          .hasMessage(
              "Delta table file:%s has no version %d that can be read; its newest is 4. Name another"
                  + " version, or take the newest.",
              path, gone);
    }
    assertThatThrownBy(() -> source.rows(SnapshotQuery.of(List.of("idd"), List.of())))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Delta table file:%s has no column 'idd' in version 4. Did you mean 'id'? Mend the table,"
                + " or the dataset's columns.",
            path);
  }

  @Test
  void whatIsNoDeltaTableIsToldWithItsPath() throws IOException {
    Files.createDirectories(folder.resolve("folder"));
    Files.createDirectories(folder.resolve("empty/_delta_log"));
    Map.of(
            "absent", "the folder does not exist",
            "folder", "the folder has no _delta_log",
            "empty", "its _delta_log holds no commit")
        .forEach(
            (name, why) ->
                assertThatThrownBy(() -> newest(table(name)))
                    .isInstanceOf(FalajException.DataRefused.class)
                    .hasMessage(
                        "There is no Delta table at file:%s: %s. Put it there, or mend the path in"
                            + " the dataset's definition.",
                        table(name), why));
    String damaged = table("damaged");
    append(damaged, "SELECT 1 AS id");
    Files.writeString(folder.resolve("damaged/_delta_log/%020d.json".formatted(0)), "no JSON\n");
    Files.deleteIfExists(folder.resolve("damaged/_delta_log/.%020d.json.crc".formatted(0)));
    Files.deleteIfExists(folder.resolve("damaged/_delta_log/%020d.crc".formatted(0)));
    DeltaLog.clearCache();
    assertThatThrownBy(
            () -> newest(damaged).rows(SnapshotQuery.of(List.of("id"), List.of())).collectAsList())
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith("Delta table file:" + damaged + " cannot be read: ");
    String later = table("later");
    append(later, "SELECT 1 AS id");
    Path commit = folder.resolve("later/_delta_log/%020d.json".formatted(0));
    Files.writeString(
        commit,
        Files.readString(commit).replace("\"minReaderVersion\":1", "\"minReaderVersion\":99"));
    Files.deleteIfExists(folder.resolve("later/_delta_log/.%020d.json.crc".formatted(0)));
    Files.deleteIfExists(folder.resolve("later/_delta_log/%020d.crc".formatted(0)));
    DeltaLog.clearCache();
    assertThatThrownBy(
            () -> newest(later).rows(SnapshotQuery.of(List.of("id"), List.of())).collectAsList())
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith("Delta table file:" + later + " cannot be read: ");
    assertThatThrownBy(() -> newest(lake.root() + "/raw/flights"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Delta table %s/raw/flights is one of this lake. Name it by its zone and name; a source is"
                + " outside.",
            lake.root());
    assertThatThrownBy(() -> newest("nofs://x/y"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith("The path 'nofs://x/y' of a Delta table cannot be used: ");
  }
}

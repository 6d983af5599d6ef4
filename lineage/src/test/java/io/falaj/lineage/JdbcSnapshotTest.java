package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot of a table holds. */
final class JdbcSnapshotTest extends PostgresTables {

  @Test
  void everyTypeIsReadAsTheTextThatReadsBackAsTheSameValue() {
    server.run("CREATE DOMAIN moment AS timestamptz");
    server.run("CREATE TYPE mood AS ENUM ('calm', 'storm')");
    server.run("CREATE TYPE pair AS (a int, b text)");
    String columns =
        "id int, n numeric(38,10), d float8, f float4, tz timestamptz, ts timestamp, day date,"
            + " bin bytea, ok boolean, u uuid, j jsonb, tags text[], m moment, e mood, p pair,"
            + " c char(4), span interval, \"Odd \"\"name\" bigint";
    server.run("CREATE TABLE types (" + columns + ")");
    server.run(
        "INSERT INTO types VALUES (1, 1234567890123456789012345678.0123456789, 0.1, 0.1,"
            + " '2013-03-10 01:59:59.123456-05', '2013-03-10 06:59:59', '2013-03-10',"
            + " decode(repeat('00ff', 60), 'hex'), true, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',"
            + " '{\"k\": [1, 2]}', ARRAY['a', 'b\"c', NULL], '2013-03-10 01:59:59-05', 'storm',"
            + " ROW(1, 'x'), 'ab', '1 day 02:00:00', 9223372036854775807)");
    server.run(
        "INSERT INTO types (id, n, d, tz, ts, day) VALUES (2, 'NaN', 'NaN', 'infinity',"
            + " '-infinity', 'infinity'), (3, -0.5, '-Infinity', '0044-03-15 00:00:00+00 BC',"
            + " '9999-12-31 23:59:59.999999', '0044-03-15 BC')");
    try (JdbcSnapshot snapshot = take(source("types"))) {
      String[] names = snapshot.columns().stream().map(JdbcColumn::name).toArray(String[]::new);
      assertThat(names).hasSize(18).contains("Odd \"name");
      assertThat(snapshot.columns())
          .extracting(JdbcColumn::type)
          .contains("numeric", "timestamptz", "_text", "int8");

      List<List<@Nullable String>> found = texts(snapshot, Optional.empty(), names);

      assertThat(found.get(0))
          .containsExactly(
              "1",
              "1234567890123456789012345678.0123456789",
              "0.1",
              "0.1",
              "2013-03-10 06:59:59.123456",
              "2013-03-10 06:59:59",
              "2013-03-10",
              base64(),
              "true",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
              "{\"k\": [1, 2]}",
              "[\"a\",\"b\\\"c\",null]",
              "2013-03-10 06:59:59",
              "storm",
              "{\"a\":1,\"b\":\"x\"}",
              "ab",
              "P1DT2H",
              "9223372036854775807");
      assertThat(found.get(1).subList(1, 9))
          .containsExactly("NaN", "NaN", null, "infinity", "-infinity", "infinity", null, null);
      assertThat(found.get(2).subList(1, 7))
          .containsExactly(
              "-0.5000000000",
              "-Infinity",
              null,
              "0044-03-15 00:00:00 BC",
              "9999-12-31 23:59:59.999999",
              "0044-03-15 BC");
    }
  }

  private static String base64() {
    byte[] bytes = new byte[120];
    for (int i = 1; i < bytes.length; i += 2) {
      bytes[i] = (byte) 255;
    }
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  /** Half of the keys are null, most others one of three, some far away. */
  private void skewed(String table, int rows) throws SQLException {
    server.run("CREATE TABLE " + table + " (k bigint, v bigint, filler text)");
    Random random = new Random(3);
    try (Connection connection = server.open();
        var insert =
            connection.prepareStatement(
                "INSERT INTO " + table + " VALUES (?, ?, repeat('x', 50))")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < rows; i++) {
        int kind = random.nextInt(10);
        insert.setObject(
            1,
            kind < 5 ? null : kind < 9 ? random.nextInt(3) : random.nextLong(),
            java.sql.Types.BIGINT);
        insert.setLong(2, i);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  @Test
  void allRangesShowOneMomentWhileOthersWrite() throws Exception {
    int rows = 6000;
    skewed("busy", rows);
    Set<String> expected = new HashSet<>();
    try (Connection connection = server.open();
        Statement statement = connection.createStatement();
        var found = statement.executeQuery("SELECT k, v FROM busy")) {
      while (found.next()) {
        expected.add(found.getString(1) + "|" + found.getString(2));
      }
    }
    assertThat(expected).hasSize(rows);
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch wrote = new CountDownLatch(30);
    try (JdbcSnapshot snapshot = take(source("busy", 4))) {
      Thread writer = new Thread(() -> write(stop, wrote, rows));
      writer.start();
      wrote.await();
      Dataset<Row> read =
          snapshot
              .rows(SnapshotQuery.of(List.of("k", "v"), List.of("k")))
              .withColumn("range", functions.spark_partition_id());
      List<Row> first = read.collectAsList();
      List<Row> again = read.collectAsList();
      stop.set(true);
      writer.join();

      assertThat(first).hasSize(rows);
      assertThat(new HashSet<>(first)).hasSize(rows).isEqualTo(new HashSet<>(again));
      assertThat(first.stream().map(row -> row.getString(0) + "|" + row.getString(1)))
          .containsExactlyInAnyOrderElementsOf(expected);
      long[] perRange = new long[4];
      first.forEach(row -> perRange[row.getInt(6)]++);
      assertThat(Arrays.stream(perRange).boxed())
          .as("rows of each range")
          .allMatch(n -> n > rows / 5 && n < rows / 3);
      // However few keys there are, the identities are as many as the rows, and end in a number.
      String snapshotId = snapshot.input().identity();
      assertThat(first.stream().map(row -> row.getString(2)).distinct()).hasSize(rows);
      assertThat(first)
          .allSatisfy(
              row ->
                  assertThat(row.getString(2)).matches(snapshotId + ":\\[(null|\"-?\\d+\")]:\\d+"));
      assertThat(first.get(0).getString(3)).isEqualTo("public.busy");
      assertThatThrownBy(() -> server.run("SET lock_timeout = '50ms'; TRUNCATE busy"))
          .as("no snapshot protects from that, so a lock does")
          .hasStackTraceContaining("lock timeout");
    }
    server.run("SET lock_timeout = '10s'; TRUNCATE busy");
  }

  /** Inserts, moves and deletes rows all over the table. */
  private void write(AtomicBoolean stop, CountDownLatch wrote, int rows) {
    Random random = new Random(5);
    try (Connection connection = server.open();
        Statement statement = connection.createStatement()) {
      while (!stop.get()) {
        int at = random.nextInt(rows);
        statement.execute("INSERT INTO busy VALUES (1, " + (rows + at) + ", 'new')");
        statement.execute("UPDATE busy SET k = 7 WHERE v % 61 = " + at % 61);
        statement.execute("DELETE FROM busy WHERE v = " + at);
        wrote.countDown();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Neither TRUNCATE nor a refresh heeds snapshots: one that was taken before sees no row at all.
   */
  @Test
  void whatIsBeingReplacedIsNeverReadAsEmpty() throws Exception {
    server.run("CREATE TABLE replaced AS SELECT i AS id FROM generate_series(1, 3) i");
    server.run("CREATE MATERIALIZED VIEW refreshed AS SELECT * FROM replaced");
    server.run("GRANT SELECT ON refreshed TO reader");
    String anew = "TRUNCATE replaced; INSERT INTO replaced SELECT generate_series(1, 5)";
    assertThat(takenDuring(anew, "replaced").get()).isEqualTo(5);
    assertThatThrownBy(() -> takenDuring("REFRESH MATERIALIZED VIEW refreshed", "refreshed").get())
        .cause()
        .isInstanceOf(FalajException.Transient.class)
        .hasMessage(
            "Cannot read table refreshed of %s: it was refreshed just now. Look after the server and"
                + " run again: nothing was taken.",
            server.url());
    assertThat(count("refreshed")).isEqualTo(5);
  }

  /** The rows of a table whose snapshot is asked for while a transaction works on it. */
  private CompletableFuture<Long> takenDuring(String sql, String table) throws Exception {
    try (Connection connection = server.open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      CompletableFuture<Long> rows = CompletableFuture.supplyAsync(() -> count(table));
      while (!rows.isDone()
          && server.value("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0")) {
        Thread.sleep(20);
      }
      connection.commit();
      return rows;
    }
  }

  private long count(String table) {
    try (JdbcSnapshot snapshot = take(source(table))) {
      return snapshot.rows(SnapshotQuery.of(List.of("id"), List.of("id"))).count();
    }
  }

  @Test
  void theIdentityIsThatOfWhatIsThere() {
    server.run("CREATE TABLE once (id int PRIMARY KEY, v text)");
    server.run("INSERT INTO once VALUES (1, 'a')");
    StepInput first = input("once");
    assertThat(first.kind()).isEqualTo("jdbc");
    assertThat(first.name()).isEqualTo(server.url() + ".public.once");
    assertThat(input("public.once")).as("nothing was written since").isEqualTo(first);
    server.run("UPDATE once SET v = 'b'");
    StepInput second = input("once");
    assertThat(second.identity()).isNotEqualTo(first.identity());
    server.run("CREATE TABLE twice AS SELECT * FROM once");
    assertThat(input("twice").identity()).isNotEqualTo(input("once").identity());
  }

  /** What is written there is in no transaction of this server: each reading may be another. */
  @Test
  void whatIsReadFromOutsideTheServerIsNeverTheSame(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("far.csv"), "1\n");
    server.run("CREATE EXTENSION file_fdw");
    server.run("CREATE SERVER files FOREIGN DATA WRAPPER file_fdw");
    server.run(
        "CREATE FOREIGN TABLE far (id int) SERVER files OPTIONS (filename '%s', format 'csv')"
            .formatted(file));
    server.run("CREATE TABLE near (id int)");
    server.run("CREATE TABLE split (id int) PARTITION BY RANGE (id)");
    server.run("CREATE TABLE split1 PARTITION OF split FOR VALUES FROM (0) TO (9)");
    server.run(
        "CREATE FOREIGN TABLE split2 PARTITION OF split DEFAULT SERVER files"
            + " OPTIONS (filename '%s', format 'csv')".formatted(file));
    server.run("CREATE VIEW mixed AS SELECT id FROM near UNION SELECT id FROM split");
    server.run("CREATE VIEW above AS SELECT count(*) AS id FROM mixed");
    server.run("CREATE MATERIALIZED VIEW copied AS SELECT id FROM far");
    server.run("CREATE VIEW seen_copy AS SELECT id FROM copied JOIN near USING (id)");
    server.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    for (String table : List.of("far", "split", "mixed", "above")) {
      assertThat(input(table).identity()).as(table).isNotEqualTo(input(table).identity());
    }
    for (String table : List.of("near", "split1", "copied", "seen_copy")) {
      assertThat(input(table)).as(table).isEqualTo(input(table));
    }
  }

  private StepInput input(String table) {
    try (JdbcSnapshot snapshot = take(source(table))) {
      return snapshot.input();
    }
  }

  @Test
  void partitionsAreDividedTogetherAndAViewIsOneRange() {
    server.run("CREATE TABLE parted (id int, day date) PARTITION BY RANGE (day)");
    server.run(
        "CREATE TABLE p1 PARTITION OF parted FOR VALUES FROM ('2013-01-01') TO ('2013-02-01')");
    server.run("CREATE TABLE p2 PARTITION OF parted DEFAULT");
    server.run(
        "INSERT INTO parted SELECT i, '2013-01-01'::date + i % 40 FROM generate_series(1, 3000) i");
    server.run("CREATE VIEW seen AS SELECT id % 2 AS id, day FROM parted WHERE id <= 1000");
    server.run("CREATE MATERIALIZED VIEW stored AS SELECT * FROM parted");
    server.run("GRANT SELECT ON stored TO reader");
    for (String table : List.of("parted", "seen", "stored")) {
      try (JdbcSnapshot snapshot = take(source(table))) {
        Dataset<Row> rows = snapshot.rows(SnapshotQuery.of(List.of("id", "day"), List.of("id")));
        assertThat(rows.rdd().getNumPartitions()).isEqualTo(table.equals("seen") ? 1 : 3);
        List<Row> found = rows.collectAsList();
        assertThat(found).hasSize(table.equals("seen") ? 1000 : 3000);
        assertThat(found.stream().map(row -> row.getString(2)).distinct()).hasSize(found.size());
        assertThat(found).allSatisfy(row -> assertThat(row.getString(2)).matches(".*:\\d+"));
      }
    }
  }

  @Test
  void aWatermarkLeavesOutWhatLiesBelowItsOverlap() {
    server.run("CREATE TABLE marked (id int, tz timestamptz, ts timestamp, day date, n bigint)");
    server.run(
        "INSERT INTO marked SELECT i, '2013-01-01 00:00:00Z'::timestamptz + i * interval '1 hour',"
            + " '2013-01-01'::timestamp + i * interval '1 hour', '2013-01-01'::date + i, i"
            + " FROM generate_series(1, 9) i");
    server.run(
        "INSERT INTO marked VALUES (10, NULL, NULL, NULL, NULL),"
            + " (11, 'infinity', 'infinity', 'infinity', 0)");
    Duration overlap = Duration.ofMinutes(150);
    assertThat(since("tz", overlap, "2013-01-01 09:00:00")).containsExactly(7, 8, 9, 10, 11);
    assertThat(since("ts", overlap, "2013-01-01 09:00:00")).containsExactly(7, 8, 9, 10, 11);
    assertThat(since("ts", Duration.ofHours(2), "2013-01-01 09:00:00"))
        .as("the bound itself included")
        .containsExactly(7, 8, 9, 10, 11);
    assertThat(since("day", Duration.ofHours(30), "2013-01-10")).containsExactly(7, 8, 9, 10, 11);
    assertThat(since("n", Duration.ZERO, "9")).containsExactly(9, 10);

    assertThatThrownBy(() -> since("n", overlap, "9"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Watermark n of public.marked is a int8, and an overlap of PT2H30M is a time. Leave the"
                + " overlap out, or name a column of times.");
    assertThatThrownBy(() -> since("ts", overlap, "9"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining(
            "Watermark ts was '9' when it was last read, and is a timestamp now.");
    assertThatThrownBy(() -> since("tx", overlap, "9"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("public.marked of %s has no column 'tx'. Did you mean", server.url());
    server.run("CREATE TABLE unmarked (id text, ts timestamp)");
    assertThatThrownBy(() -> take(source("unmarked", 1, watermark("id", overlap))))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Watermark id of public.unmarked is a text. Name a column of whole numbers, decimals,"
                + " dates or timestamps.");
    try (JdbcSnapshot snapshot = take(source("unmarked", 1, watermark("ts", overlap)))) {
      assertThat(snapshot.position()).isEmpty();
    }
  }

  /** The ids read since the highest watermark, which is as expected. */
  private List<Integer> since(String column, Duration overlap, String highest) {
    try (JdbcSnapshot snapshot = take(source("marked", 2, watermark(column, overlap)))) {
      List<Integer> ids =
          texts(snapshot, Optional.of(highest), "id").stream()
              .map(row -> Integer.valueOf(String.valueOf(row.get(0))))
              .sorted()
              .toList();
      assertThat(snapshot.position()).hasValue(highest);
      return ids;
    }
  }

  @Test
  void contentIsTheSameExactlyIfEveryColumnIs() {
    server.run("CREATE TABLE changing (id int, a text, b text)");
    server.run(
        "INSERT INTO changing VALUES (1, 'x', NULL), (2, NULL, 'x'), (3, 'x', ''), (4, 'a', 'b')");
    List<Row> before = contents();
    server.run("UPDATE changing SET a = 'ab', b = '' WHERE id = 4; UPDATE changing SET a = a");
    List<Row> after = contents();
    assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
    assertThat(after.get(3)).isNotEqualTo(before.get(3));
    assertThat(new HashSet<>(before)).hasSize(4);
    assertThat(before.get(0).getString(0)).matches("[0-9a-f]{64}");
  }

  private List<Row> contents() {
    try (JdbcSnapshot snapshot = take(source("changing"))) {
      return snapshot
          .rows(SnapshotQuery.of(List.of("id", "a", "b"), List.of("id")))
          .orderBy("id")
          .select(Sources.content(List.of("a", "b")))
          .collectAsList();
    }
  }
}

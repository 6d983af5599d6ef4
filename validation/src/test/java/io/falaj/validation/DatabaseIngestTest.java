package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.JdbcSource;
import io.falaj.lineage.Lake;
import io.falaj.lineage.PostgresServer;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Datasets that come from a table of a real PostgreSQL server. */
class DatabaseIngestTest {

  private static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");
  private static final DataInterval BOTH = DataInterval.parse("2013-01-01/2013-03-01");

  private static final String ORDERS =
      """
      dataset: orders
      source: {format: jdbc, connection: shop, table: orders, watermark: at, overlap: 1h, ranges: 2}
      keys: [id]
      event_time: sold
      partition: month
      columns:
        id: {type: long}
        sold: {type: timestamp}
        pieces: {type: int}
        changed_at: {type: timestamp, from: at}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
      """;
  private static final String KEEP = ORDERS.replace("ranges: 2", "changed: keep");
  private static final String STOP = ORDERS.replace("ranges: 2", "changed: stop");
  private static final String PLAIN = ORDERS.replace(", watermark: at, overlap: 1h, ranges: 2", "");

  @TempDir static Path folder;
  private static PostgresServer server;
  private String name = "";

  @BeforeAll
  static void start() {
    server = new PostgresServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void makeTable(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
    server.run("DROP TABLE IF EXISTS orders");
    server.run(
        "CREATE TABLE orders (id bigint, sold timestamptz, pieces int, at timestamp, note text)");
  }

  private static void insert(long id, String sold, int pieces, String at) {
    server.run(
        "INSERT INTO orders VALUES (%d, %s, %d, '%s', 'n')"
            .formatted(id, sold.isEmpty() ? "NULL" : "'" + sold + "Z'", pieces, at));
  }

  private Lake open() {
    return TestLake.in(folder.resolve(name)).open("orders");
  }

  private Ingest.Result ingest(String yaml, DataInterval range) {
    return new Ingest(open(), connection -> server.database())
        .execute(Contracts.contract(yaml), folder.toString(), range);
  }

  private List<String> rows(String sql) {
    return open().query(sql).collectAsList().stream().map(Row::toString).toList();
  }

  private List<String> raw() {
    return rows(
        "SELECT id, pieces, date_format(_interval_month, 'MMM') FROM lake.raw.orders ORDER BY id,"
            + " pieces");
  }

  private long version(String table) {
    return open().pin(TableName.parse(table)).version();
  }

  @Test
  void whatIsNewOrChangedIsTakenOnceAndNothingElse() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    insert(2, "2013-01-31 23:59:59.999999", 0, "2013-01-31 10:00");
    insert(3, "2013-02-05 10:00", 3, "2013-02-05 10:00");
    Ingest.Result first = ingest(ORDERS, BOTH);
    assertThat(first.ingested()).containsExactly(JAN, FEB);
    assertThat(first.ignoredColumns()).containsExactly("note");
    assertThat(first.report().quarantined()).isEqualTo(1);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,0,Jan]", "[3,3,Feb]");
    List<String> batches = rows("SELECT id, _batch, _row FROM lake.raw.orders WHERE id < 3");
    assertThat(ingest(ORDERS, BOTH).upToDate()).as("nothing was written there").isTrue();

    insert(4, "2013-02-06 10:00", 4, "2013-02-06 10:00");
    server.run("UPDATE orders SET pieces = 33, at = '2013-02-06 11:00' WHERE id = 3");
    Ingest.Result second = ingest(ORDERS, BOTH);
    assertThat(second.ingested()).containsExactly(FEB);
    assertThat(second.found().changedRows()).hasValue(changed(1, true));
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,0,Jan]", "[3,33,Feb]", "[4,4,Feb]");
    assertThat(rows("SELECT id, _batch, _row FROM lake.raw.orders WHERE id < 3"))
        .isEqualTo(batches);

    long version = version("raw.orders");
    server.run("CREATE TABLE other_" + version + " (x int)");
    assertThat(ingest(ORDERS, BOTH).upToDate()).as("another table was written").isTrue();
    assertThat(version("raw.orders")).isEqualTo(version);
    assertThat(
            open().commits(Ingest.STEP, "orders").stream()
                .flatMap(commit -> commit.inputs().stream())
                .filter(input -> input.kind().equals(StepInput.JDBC))
                .distinct())
        .as("the snapshots that rows came from")
        .hasSize(2)
        .allMatch(input -> input.name().equals(server.url() + ".public.orders"));
  }

  private static ChangedRows changed(long rows, boolean taken) {
    return new ChangedRows(server.url() + ".public.orders", rows, taken);
  }

  @Test
  void eachIntervalIsReadFromWhereItWasReadLast() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    insert(2, "2013-02-05 10:00", 2, "2013-02-05 10:00");
    assertThat(ingest(ORDERS, JAN).ingested()).containsExactly(JAN);
    // One near the highest watermark, and one far below it in an interval that was never read.
    insert(3, "2013-01-06 10:00", 3, "2013-02-05 10:30");
    insert(4, "2013-02-06 10:00", 4, "2013-01-01 10:00");
    assertThat(ingest(ORDERS, FEB).ingested()).containsExactly(FEB);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Feb]", "[4,4,Feb]");
    assertThat(ingest(ORDERS, BOTH).ingested()).containsExactly(JAN);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Feb]", "[3,3,Jan]", "[4,4,Feb]");

    // Less than the overlap below the highest, and more.
    insert(5, "2013-02-07 10:00", 5, "2013-02-05 09:30");
    insert(6, "2013-02-07 10:00", 6, "2013-02-05 09:29:59.999999");
    ingest(ORDERS, BOTH);
    assertThat(raw()).contains("[5,5,Feb]").doesNotContain("[6,6,Feb]");
  }

  @Test
  void aRowThatMovesLeavesItsInterval() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    insert(2, "2013-01-06 10:00", 2, "2013-01-06 10:00");
    ingest(ORDERS, BOTH);
    server.run("UPDATE orders SET sold = '2013-02-05Z', at = '2013-02-05' WHERE id = 1");
    assertThat(ingest(ORDERS, BOTH).ingested()).containsExactly(JAN, FEB);
    assertThat(raw()).containsExactly("[1,1,Feb]", "[2,2,Jan]");
    assertThat(ingest(ORDERS, BOTH).upToDate()).isTrue();
    // Back to what it was: that raw had it once is no reason to leave it out.
    server.run("UPDATE orders SET sold = '2013-01-05 10:00Z', at = '2013-02-06' WHERE id = 1");
    ingest(ORDERS, BOTH);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Jan]");
  }

  @Test
  void rowsWithoutTimeHaveOneHome() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    insert(2, "", 2, "2013-01-06 10:00");
    server.run("INSERT INTO orders VALUES (3, 'infinity', 3, '2013-01-06 10:00')");
    server.run("INSERT INTO orders VALUES (NULL, '2013-02-01Z', 4, NULL)");
    ingest(ORDERS, JAN);
    ingest(ORDERS, FEB);
    insert(5, "", 5, "2013-01-07 10:00");
    ingest(ORDERS, FEB);
    assertThat(raw()).containsExactly("[null,4,Feb]", "[1,1,Jan]", "[2,2,Jan]", "[3,3,Jan]");
    ingest(ORDERS, BOTH);
    assertThat(raw()).contains("[5,5,Jan]").hasSize(5);
    assertThat(rows("SELECT count(*) FROM lake.quarantine.orders")).containsExactly("[4]");
  }

  @Test
  void whatHappensToChangedRowsIsSaid() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    ingest(KEEP, BOTH);
    insert(2, "2013-01-06 10:00", 2, "2013-01-06 10:00");
    server.run("UPDATE orders SET pieces = 9, at = '2013-01-06' WHERE id = 1");
    assertThatThrownBy(() -> ingest(STOP, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "A row of %s.public.orders, where dataset orders comes from, changed after being"
                + " ingested: [\"1\"]. To put what it is now in its place, write changed: take in"
                + " the dataset's source; to go on with what was ingested, changed: keep.",
            server.url());
    assertThatThrownBy(
            () ->
                ingest(
                    STOP.replace("{type: long}", "{type: long, personal: direct_identifier}"),
                    BOTH))
        .hasMessageContaining("changed after being ingested. To put")
        .hasMessageNotContaining("\"1\"");
    assertThat(raw()).containsExactly("[1,1,Jan]");
    Ingest.Result kept = ingest(KEEP, BOTH);
    assertThat(kept.found().changedRows()).hasValue(changed(1, false));
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Jan]");
    server.run("UPDATE orders SET pieces = 10, at = '2013-01-07' WHERE id = 1");
    assertThat(ingest(KEEP, BOTH).upToDate()).as("what is kept is nothing new").isTrue();
    assertThat(ingest(ORDERS, BOTH).found().changedRows()).hasValue(changed(1, true));
    assertThat(raw()).containsExactly("[1,10,Jan]", "[2,2,Jan]");
  }

  @Test
  void whatWasOnlyHeldBackMayBeMended() {
    String strict = STOP.replace("severity: QUARANTINE", "severity: FAIL");
    insert(1, "2013-01-05 10:00", 0, "2013-01-05 10:00");
    assertThatThrownBy(() -> ingest(strict, JAN)).isInstanceOf(FalajException.DataRefused.class);
    assertThat(raw()).containsExactly("[1,0,Jan]");
    server.run("UPDATE orders SET pieces = 1, at = '2013-01-06'");
    assertThat(ingest(strict, JAN).report().clean()).isEqualTo(1);
    assertThat(raw()).containsExactly("[1,1,Jan]");

    // Beside one that was admitted, which a refusal does not make a row like others.
    insert(2, "2013-01-07 10:00", 0, "2013-01-07 10:00");
    assertThatThrownBy(() -> ingest(strict, JAN)).isInstanceOf(FalajException.DataRefused.class);
    server.run("UPDATE orders SET pieces = 11, at = '2013-01-08' WHERE id = 1");
    assertThatThrownBy(() -> ingest(strict, JAN))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("changed after being ingested: [\"1\"]. To put");
    server.run("UPDATE orders SET pieces = 1, at = '2013-01-06' WHERE id = 1");
    server.run("UPDATE orders SET pieces = 2, at = '2013-01-08' WHERE id = 2");
    assertThat(ingest(strict, JAN).report().clean()).isEqualTo(2);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Jan]");
  }

  @Test
  void whatIsKeptIsTakenOnceTheDatasetSaysSo() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    insert(2, "2013-02-05 10:00", 2, "2013-02-05 10:00");
    ingest(KEEP, BOTH);
    insert(3, "2013-01-06 10:00", 3, "2013-02-06 10:00");
    server.run("UPDATE orders SET pieces = pieces * 10, at = '2013-02-06 10:00' WHERE id < 3");
    assertThat(ingest(KEEP, BOTH).ingested()).containsExactly(JAN);
    // Nothing was written there since, and January's commit holds the very snapshot.
    assertThat(ingest(ORDERS, BOTH).ingested()).containsExactly(JAN, FEB);
    assertThat(raw()).containsExactly("[1,10,Jan]", "[2,20,Feb]", "[3,3,Jan]");
  }

  @Test
  void aColumnThatTheContractGetsIsNoChangeOfTheTable() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    ingest(STOP, JAN);
    String more =
        STOP.replace("changed_at:", "note: {type: string, nullable: true}\n  changed_at:");
    Ingest.Result again = ingest(more, JAN);
    assertThat(again.found().changedRows()).isEmpty();
    assertThat(rows("SELECT id, note FROM lake.raw.orders")).containsExactly("[1,n]");
  }

  @Test
  void aRunThatAnotherOvertookIsToldSo() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    // The other one ends while this one waits for its connection, and something is written then.
    Ingest late =
        new Ingest(
            open(),
            connection -> {
              ingest(ORDERS, JAN);
              insert(2, "2013-01-06 10:00", 2, "2013-01-06 10:00");
              return server.database();
            });
    late.execute(Contracts.contract(ORDERS), folder.toString(), JAN);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Jan]");
    Lake lake = open();
    SnapshotIntake overtaken =
        new SnapshotIntake(
            lake,
            Contracts.contract(ORDERS),
            lake.sources().snapshot(JdbcSource.of(server.database(), "orders")),
            List.of(JAN),
            new RawRows(Contracts.contract(ORDERS), new RowChecks(Contracts.contract(ORDERS))));
    overtaken.checkCurrent();
    insert(3, "2013-01-07 10:00", 3, "2013-01-07 10:00");
    ingest(ORDERS, JAN);
    assertThatThrownBy(overtaken::checkCurrent)
        .isInstanceOf(FalajException.Transient.class)
        .hasMessage(
            "Another run has ingested %s of dataset orders since this one looked. Run again.", JAN);
    overtaken.close();
  }

  @Test
  void aReplayKnowsWhereRowsCameFrom() {
    insert(1, "2013-01-05 10:00", 0, "2013-01-05 10:00");
    insert(2, "2013-01-06 10:00", 2, "2013-01-06 10:00");
    ingest(ORDERS, JAN);
    String mended = ORDERS.replace("min: 1", "min: 0");
    assertThat(
            new Replay(open())
                .execute(Contracts.contract(mended), folder.toString(), JAN)
                .report()
                .clean())
        .isEqualTo(2);
    insert(3, "2013-01-07 10:00", 3, "2013-01-07 10:00");
    assertThat(ingest(mended, JAN).report().clean()).isEqualTo(3);
    assertThat(raw()).containsExactly("[1,0,Jan]", "[2,2,Jan]", "[3,3,Jan]");
  }

  @Test
  void aDatasetThatComesFromFilesFromNowOnKeepsItsRows() throws IOException {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    ingest(ORDERS, JAN);
    Path file = folder.resolve("late.csv");
    Files.writeString(file, "id,sold,pieces,at\n2,2013-01-06 10:00:00,2,2013-01-06 10:00:00\n");
    String files = ORDERS.replaceFirst("source: .*", "source: {format: csv, path: late.csv}");
    assertThat(ingest(files, JAN).report().clean()).isEqualTo(2);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Jan]");
  }

  @Test
  void withoutAWatermarkAllIsComparedAndWhatIsGoneStays() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    insert(2, "2013-02-05 10:00", 2, "2013-02-05 10:00");
    ingest(PLAIN, BOTH);
    insert(3, "2013-02-05 10:00", 3, "2012-01-01 10:00");
    server.run("DELETE FROM orders WHERE id = 1");
    server.run("UPDATE orders SET pieces = 22 WHERE id = 2");
    assertThat(ingest(PLAIN, BOTH).ingested()).containsExactly(FEB);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,22,Feb]", "[3,3,Feb]");
    // With columns that are read in another way, all is taken again that is there.
    ingest(
        PLAIN.replace("changed_at:", "note: {type: string, nullable: true}\n  changed_at:"), BOTH);
    assertThat(rows("SELECT id, note FROM lake.raw.orders ORDER BY id"))
        .containsExactly("[1,null]", "[2,n]", "[3,n]");
  }

  @Test
  void anIntervalWithoutRowsIsTold() {
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    assertThatThrownBy(() -> ingest(ORDERS, FEB))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Dataset orders has no records in %s: %s.public.orders has none there now, and none was"
                + " ingested. Ask for an interval that it has rows of.",
            FEB, server.url());
    assertThatThrownBy(
            () -> ingest(ORDERS.replace("pieces:", "pices:").replace("n: pieces", "n: pices"), JAN))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has no column 'pices'. Did you mean 'pieces'?");
  }

  @Test
  void aServerThatDiesInTheMiddleLeavesNothingAndTheNextRunCompletes() throws IOException {
    String slow = ORDERS.replace("ranges: 2", "fetch_size: 10, ranges: 2");
    insert(1, "2013-01-05 10:00", 1, "2013-01-05 10:00");
    ingest(slow, JAN);
    server.run(
        "INSERT INTO orders SELECT g, '2013-01-05Z', 1, '2013-01-06', repeat('x', 500)"
            + " FROM generate_series(2, 200000) g");
    Thread killer =
        new Thread(
            () -> {
              String reading =
                  "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'falaj' AND"
                      + " (query LIKE 'FETCH%' OR query LIKE 'SELECT (\"id\")%')";
              while (server.value(reading).equals("0")) {
                Thread.onSpinWait();
              }
              server.kill();
            });
    killer.start();
    long version = version("raw.orders");
    assertThatThrownBy(() -> ingest(slow, JAN))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageContaining(server.url())
        .hasMessageEndingWith("Look after the server and run again: nothing was taken.");
    assertThat(version("raw.orders")).isEqualTo(version);
    server.restart();
    assertThat(ingest(slow, JAN).report().clean()).isEqualTo(200_000);
    assertThat(rows("SELECT count(*), count(DISTINCT id) FROM lake.clean.orders"))
        .containsExactly("[200000,200000]");
  }
}

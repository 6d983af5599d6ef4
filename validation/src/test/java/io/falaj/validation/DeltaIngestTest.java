package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.DeltaSource;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import io.falaj.validation.SourceSnapshotsTable.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset that comes from a Delta table outside the lake. */
class DeltaIngestTest {

  private static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");
  private static final DataInterval BOTH = DataInterval.parse("2013-01-01/2013-03-01");

  private static final String ORDERS =
      """
      dataset: orders
      source: {format: delta, path: source/orders}
      keys: [id]
      event_time: sold
      partition: month
      columns:
        id: {type: long}
        sold: {type: timestamp, from: t}
        pieces: {type: int}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
      """;
  private static final String TAKE = ORDERS.replace("orders}", "orders, changed: take}");

  @TempDir Path folder;

  /** Another writer, of whom the lake knows nothing. */
  private final SparkSession session = TestSpark.session().newSession();

  @BeforeEach
  void allowPaths() {
    session.conf().set("spark.sql.runSQLOnFiles", "true");
  }

  private void append(String values) {
    session
        .sql("SELECT id, timestamp(t) AS t, pieces FROM VALUES " + values + " AS v(id, t, pieces)")
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append")
        .save(path().toString());
  }

  private Path path() {
    return folder.resolve("source/orders");
  }

  private void run(String sql) {
    session.sql(sql.formatted("delta.`" + path() + "`")).collectAsList();
  }

  /** Spark would take its path for a pattern, and find nothing there. */
  private Lake open() {
    return TestLake.in(folder.resolve("l[1] *{a,b}")).open("orders");
  }

  private Ingest.Result ingest(String yaml, DataInterval range) {
    return new Ingest(open()).execute(Contracts.contract(yaml), folder.toString(), range);
  }

  private List<String> raw() {
    return open()
        .query(
            "SELECT id, pieces, date_format(_interval_month, 'MMM') m FROM lake.raw.orders ORDER BY"
                + " id, pieces")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void whatIsAddedIsTakenOnceAndWhatChangedAsTheDatasetSays() throws IOException {
    append("(1, '2013-01-05', 1), (2, '2013-02-05', 0)");
    assertThat(ingest(ORDERS, BOTH).report().quarantined()).isEqualTo(1);
    assertThat(ingest(ORDERS, BOTH).upToDate()).isTrue();

    // A key that is there: both rows are the table's, and one of them fails to be unique.
    append("(3, '2013-02-06', 3), (2, '2013-02-05', 5)");
    run("OPTIMIZE %s");
    assertThat(ingest(ORDERS, BOTH).ingested()).containsExactly(FEB);
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,0,Feb]", "[2,5,Feb]", "[3,3,Feb]");
    run("DELETE FROM %s WHERE pieces = 5");

    append("(4, '2013-01-07', 4)");
    run("UPDATE %s SET pieces = 22 WHERE id = 2");
    run("DELETE FROM %s WHERE id = 1");
    assertThatThrownBy(() -> ingest(ORDERS, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith(
            "A row of file:%s, where dataset orders comes from, changed after being ingested:"
                + " [\"2\"].",
            path());
    assertThat(ingest(ORDERS, JAN).ingested()).as("it is in February").containsExactly(JAN);
    Ingest.Result taken = ingest(TAKE, BOTH);
    assertThat(taken.ingested()).containsExactly(FEB);
    assertThat(taken.found().changedRows().orElseThrow().rows()).isEqualTo(1);
    assertThat(raw())
        .as("what is gone from the table stays")
        .containsExactly("[1,1,Jan]", "[2,22,Feb]", "[3,3,Feb]", "[4,4,Jan]");

    FileUtils.deleteDirectory(path().toFile());
    append("(5, '2013-01-08', 5), (4, '2013-01-07', 4)");
    assertThat(ingest(TAKE, BOTH).ingested()).as("another table").containsExactly(JAN);
    assertThat(raw()).hasSize(5).contains("[5,5,Jan]");
  }

  @Test
  void aRowWithoutATimeIsTakenByOneOfTwoRunsThatReadTheTable() {
    append("(1, '2013-01-05', 1), (2, '2013-02-05', 2), (3, NULL, 3)");
    Lake lake = open();
    lake.listen(new Meanwhile(() -> ingest(ORDERS, FEB)));
    assertThat(
            new Ingest(lake).execute(Contracts.contract(ORDERS), folder.toString(), JAN).ingested())
        .as("it goes on without the row")
        .containsExactly(JAN);
    assertThat(ingest(ORDERS, BOTH).ingested()).isEmpty();
    assertThat(raw()).containsExactly("[1,1,Jan]", "[2,2,Feb]", "[3,3,Feb]");
  }

  /** What each of the queries finds. */
  private static List<List<String>> ids(DeltaSource snapshot, SnapshotReading reading) {
    return reading.queries().stream()
        .map(
            query ->
                snapshot.rows(query).select("id").collectAsList().stream()
                    .map(row -> row.getString(0))
                    .sorted()
                    .toList())
        .toList();
  }

  @Test
  void onlyWhatMayBeNewIsAskedFor() {
    append("(1, '2013-01-05', 1), (2, '2013-02-05', 2), (3, NULL, 3)");
    Contract contract = Contracts.contract(ORDERS);
    ingest(ORDERS, JAN);
    append("(4, '2013-01-06', 4), (5, '2013-02-06', 5), (6, NULL, 6)");
    try (DeltaSource snapshot = open().sources().delta(path().toString())) {
      SnapshotLog log = SnapshotLog.of(open(), "orders", snapshot.input().name(), Optional.empty());
      SnapshotReading january = new SnapshotReading(contract, snapshot, List.of(JAN), log);
      assertThat(january.addsOnly()).isTrue();
      assertThat(january.queries().get(0).since())
          .isEqualTo(log.newest(JAN, contract.reading(), OnChange.STOP).flatMap(Seen::position))
          .isPresent();
      assertThat(ids(snapshot, january)).containsExactly(List.of("4", "6"));
      SnapshotReading both = new SnapshotReading(contract, snapshot, List.of(JAN, FEB), log);
      assertThat(both.addsOnly()).as("February was never read").isFalse();
      assertThat(ids(snapshot, both))
          .containsExactly(List.of("1", "3", "4", "6"), List.of("2", "5"));
    }
    ingest(ORDERS, BOTH);
    assertThat(raw())
        .containsExactly(
            "[1,1,Jan]", "[2,2,Feb]", "[3,3,Jan]", "[4,4,Jan]", "[5,5,Feb]", "[6,6,Jan]");
  }
}

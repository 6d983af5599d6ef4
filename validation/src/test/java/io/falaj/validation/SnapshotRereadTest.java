package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table outside the lake that is read in another way than before, and that changed meanwhile. */
class SnapshotRereadTest {

  private static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");
  private static final DataInterval BOTH = DataInterval.parse("2013-01-01/2013-03-01");

  private static final String STOP =
      """
      dataset: orders
      source: {format: delta, path: orders, changed: stop}
      keys: [id]
      event_time: sold
      partition: month
      columns:
        id: {type: long}
        sold: {type: timestamp, nullable: true}
        sent: {type: timestamp, nullable: true}
        pieces: {type: int}
      """;

  @TempDir Path folder;

  private final SparkSession session = TestSpark.session().newSession();

  @BeforeEach
  void makeTable() {
    session.conf().set("spark.sql.runSQLOnFiles", "true");
    append("(1, '2013-01-05', '2013-02-07', 1, 10), (2, '2013-02-05', '2013-02-06', 2, 20)");
  }

  private void append(String values) {
    session
        .sql(
            "SELECT id, timestamp(sold) AS sold, timestamp(sent) AS sent, pieces, boxes FROM VALUES "
                + values
                + " AS v(id, sold, sent, pieces, boxes)")
        .coalesce(1)
        .write()
        .format("delta")
        .mode("append")
        .save(folder.resolve("orders").toString());
  }

  private void change(Path table, String set) {
    session.sql("UPDATE delta.`%s` SET %s".formatted(table, set)).collectAsList();
  }

  private static String with(String column) {
    return STOP + "  " + column + "\n";
  }

  private static String keep(String yaml) {
    return yaml.replace("changed: stop", "changed: keep");
  }

  private static String take(String yaml) {
    return yaml.replace("changed: stop", "changed: take");
  }

  private Lake open() {
    return TestLake.in(folder).open("orders");
  }

  private Ingest.Result ingest(String yaml, DataInterval range) {
    return new Ingest(open()).execute(Contracts.contract(yaml), folder.toString(), range);
  }

  private List<String> raw(String columns) {
    return open()
        .query("SELECT %s FROM lake.raw.orders ORDER BY id NULLS LAST".formatted(columns))
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void whatTheSourceChangedIsTreatedAsTheDatasetSaysThoughItIsReadAnew() {
    ingest(STOP, BOTH);
    change(folder.resolve("orders"), "pieces = 22 WHERE id = 2");
    String more = with("boxes: {type: int, nullable: true}");

    assertThatThrownBy(() -> ingest(more, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith(
            "A row of file:%s, where dataset orders comes from, changed after being ingested:"
                + " [\"2\"].",
            folder.resolve("orders"));
    Ingest.Result kept = ingest(keep(more), BOTH);
    assertThat(kept.found().changedRows().orElseThrow().rows()).isEqualTo(1);
    assertThat(raw("id, pieces, boxes")).containsExactly("[1,1,10]", "[2,2,null]");
    assertThat(ingest(take(more), BOTH).found().changedRows().orElseThrow().taken()).isTrue();
    assertThat(raw("id, pieces, boxes")).containsExactly("[1,1,10]", "[2,22,20]");
    assertThat(ingest(more, BOTH).upToDate()).isTrue();
  }

  @Test
  void aColumnThatIsReadFromElsewhereIsNoChangeOfTheTable() {
    ingest(STOP, BOTH);
    Ingest.Result again =
        ingest(STOP.replace("pieces: {type: int}", "pieces: {type: int, from: boxes}"), BOTH);
    assertThat(again.ingested()).containsExactly(JAN, FEB);
    assertThat(again.found().changedRows()).isEmpty();
    assertThat(raw("id, pieces")).containsExactly("[1,10]", "[2,20]");
  }

  @Test
  void anotherEventTimeMovesRowsThatDidNotChange() {
    ingest(STOP, BOTH);
    ingest(STOP.replace("event_time: sold", "event_time: sent"), BOTH);
    assertThat(raw("id, date_format(_interval_month, 'MMM')"))
        .containsExactly("[1,Feb]", "[2,Feb]");
  }

  @Test
  void rowsWithoutAKeyAreThereOnce() {
    append("(NULL, '2013-01-06', NULL, 3, 30), (NULL, '2013-01-06', NULL, 3, 31)");
    ingest(STOP, BOTH);
    ingest(with("boxes: {type: int, nullable: true}"), BOTH);
    assertThat(raw("id, pieces, boxes"))
        .containsExactlyInAnyOrder("[1,1,10]", "[2,2,20]", "[null,3,30]", "[null,3,31]");
  }

  @Test
  void aKeyThatIsReadFromElsewhereIsRefused() {
    ingest(STOP, BOTH);
    assertThatThrownBy(
            () -> ingest(STOP.replace("id: {type: long}", "id: {type: long, from: boxes}"), BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Dataset orders's key is told by id, which is read from elsewhere than when"
                + " 2013-01-01/2013-02-01 was ingested: nothing says which row there is which row"
                + " now. Give the dataset another name, or read the column from where it was.");
    assertThat(raw("id, pieces")).containsExactly("[1,1]", "[2,2]");
  }

  /** An earlier release did not say what columns were read from: their names have to tell. */
  @Test
  void ofALogOfAnEarlierReleaseColumnsOfTheSameNameAreHeldAgainstTheSource() {
    ingest(STOP, BOTH);
    change(TestLake.in(folder).root().resolve("monitoring/source_snapshots"), "columns = NULL");
    String more = with("boxes: {type: int, nullable: true}");
    assertThat(ingest(more, JAN).found().changedRows()).isEmpty();
    change(folder.resolve("orders"), "pieces = 22 WHERE id = 2");
    assertThatThrownBy(() -> ingest(more, FEB))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("changed after being ingested: [\"2\"]");
  }

  /** A run that finds none has no say in where they belong. */
  @Test
  void rowsWithoutATimeBelongToTheRunThatFirstFindsSome() {
    ingest(STOP, JAN);
    append("(3, NULL, NULL, 3, 30)");
    Lake lake = open();
    lake.listen(new Meanwhile(() -> ingest(STOP, JAN)));
    new Ingest(lake).execute(Contracts.contract(STOP), folder.toString(), FEB);
    assertThat(raw("id, date_format(_interval_month, 'MMM')"))
        .containsExactly("[1,Jan]", "[2,Feb]", "[3,Jan]");
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expectations of whole intervals, from the file to the evidence. */
class DatasetIngestTest {

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: sales.csv, changed: take}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        shop: {type: string}
        pieces: {type: int, nullable: true}
        dozens: {type: double, nullable: true, expression: pieces / 12}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
      """;

  private static final String EVERY =
      SALES
          + """
            - {mean: {column: dozens, max: 1}, severity: WARN}
            - {quantile: {column: pieces, q: 0.5, max: 12}, severity: WARN}
            - {distinct: {column: shop, min: 3}, severity: WARN}
            - {sum: {column: pieces, equals: 30}, severity: WARN}
            - {fresh: {column: sold_at, within: P3D}, severity: WARN}
            - {row_count: {history: {intervals: 3, tolerance: 0.5}}, severity: WARN}
          """;

  @TempDir Path folder;

  private Lake open() {
    return TestLake.in(folder).open("sales");
  }

  /** One line a sale: its number, its day, its shop and its pieces. */
  private void write(String... sales) throws IOException {
    StringBuilder text = new StringBuilder("id,sold_at,shop,pieces\n");
    for (int i = 0; i < sales.length; i++) {
      String[] parts = sales[i].split(" ", -1);
      text.append("%d,%sT10:00:00Z,%s,%s\n".formatted(i + 1, parts[0], parts[1], parts[2]));
    }
    Files.writeString(folder.resolve("sales.csv"), text);
  }

  /** So many sales in January, February and so on. */
  private void write(int... sales) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int month = 1; month <= sales.length; month++) {
      for (int i = 0; i < sales[month - 1]; i++) {
        lines.add("2013-%02d-05 A 1".formatted(month));
      }
    }
    write(lines.toArray(new String[0]));
  }

  private Ingest.Result ingest(String yaml, String range) {
    return new Ingest(open())
        .execute(Contracts.contract(yaml), folder.toString(), DataInterval.parse(range));
  }

  private List<String> evidence(String where) {
    return open()
        .query(
            "SELECT expectation, result, observed, saw FROM lake.monitoring.validations WHERE "
                + where
                + " ORDER BY recorded_at, interval, expectation")
        .collectAsList()
        .stream()
        .map(row -> "%s %s %s: %s".formatted(row.get(0), row.get(1), row.get(2), row.get(3)))
        .toList();
  }

  private static final String OF_ALL_ROWS =
      "kind NOT IN ('parsed', 'type', 'not_null', 'unique', 'in_range')";

  @Test
  void whatIsObservedIsOfAllThatArrivedAndStandsInMonitoring() throws IOException {
    // The third is set aside, the pieces of the fourth are no number.
    write("2013-01-05 A 12", "2013-01-28 B 18", "2013-01-06 A 0", "2013-01-07 A x");
    Ingest.Result result = ingest(EVERY, "2013-01-01/2013-02-01");
    assertThat(result.report().clean()).isEqualTo(2);
    assertThat(evidence(OF_ALL_ROWS))
        .containsExactly(
            "distinct_shop not_met 2.0: 2 different",
            "fresh_sold_at not_met 309600.0: the newest is 2013-01-28T10:00:00Z",
            "mean_dozens met 0.8333333333333334: 0.8333333333333334",
            "quantile_pieces met 12.0: 12",
            "row_count not_computable 4.0: 4 rows, not held against a median: there are 0 intervals"
                + " before",
            "sum_pieces met 30.0: 30, which is off by 0");
    assertThat(open().schema(open().pin(TableName.parse("raw.sales"))).fieldNames())
        .as("what is measured is not written")
        .noneMatch(name -> name.startsWith("_measured"));
    assertThat(ingest(EVERY, "2013-01-01/2013-02-01").upToDate()).isTrue();
  }

  @Test
  void aReplayJudgesAsTheIngestDid() throws IOException {
    write("2013-01-05 A 12", "2013-01-28 B 18", "2013-01-06 A 0", "2013-02-07 A 3");
    ingest(EVERY, "2013-01-01/2013-03-01");
    List<String> ingested = evidence(OF_ALL_ROWS);
    String mended =
        EVERY.replace("in_range: {column: pieces, min: 1}", "in_range: {column: pieces, min: 0}");
    Replay.Result result =
        new Replay(open())
            .execute(
                Contracts.contract(mended),
                folder.toString(),
                DataInterval.parse("2013-01-01/2013-03-01"));
    assertThat(result.replayed()).hasSize(2);
    List<String> twice = new ArrayList<>(ingested);
    twice.addAll(ingested);
    assertThat(evidence(OF_ALL_ROWS)).hasSize(24).containsExactlyInAnyOrderElementsOf(twice);
    // What a replay leaves is what an ingest would leave.
    assertThat(ingest(mended, "2013-01-01/2013-03-01").upToDate()).isTrue();
  }

  @Test
  void anIntervalThatIsRefusedLeavesCleanAsItWas() throws IOException {
    String total = SALES + "  - {sum: {column: pieces, equals: 5}, severity: FAIL}\n";
    write("2013-01-05 A 2", "2013-01-06 A 3");
    ingest(total, "2013-01-01/2013-02-01");
    write("2013-01-05 B 2", "2013-01-06 B 4");
    assertThatThrownBy(() -> ingest(total, "2013-01-01/2013-02-01"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining(
            "2013-01-01/2013-02-01: sum_pieces (sum of pieces: 5): 6, which is off by 1\n");
    Lake after = open();
    assertThat(after.query("SELECT DISTINCT shop FROM lake.clean.sales").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("A");
    assertThat(after.query("SELECT DISTINCT shop FROM lake.raw.sales").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("B");
    assertThat(evidence("result = 'not_met' AND held = 2"))
        .containsExactly("sum_pieces not_met 6.0: 6, which is off by 1");
  }

  private static final String STEADY =
      SALES + "  - {row_count: {history: {intervals: 3, tolerance: 0.5}}, severity: FAIL}\n";

  @Test
  void aCountIsHeldAgainstTheMonthsBeforeItAndAnotherRunFindsNothingToDo() throws IOException {
    write(4, 4, 4, 6, 4, 2, 4);
    assertThat(ingest(STEADY, "2013-01-01/2013-08-01").ingested()).hasSize(7);
    assertThat(evidence("kind = 'row_count'"))
        .containsExactly(
            "row_count not_computable 4.0: 4 rows, not held against a median: there are 0 intervals"
                + " before",
            "row_count not_computable 4.0: 4 rows, not held against a median: there are 1 intervals"
                + " before",
            "row_count not_computable 4.0: 4 rows, not held against a median: there are 2 intervals"
                + " before",
            "row_count met 6.0: 6 rows, and the median of the 3 intervals before is 4",
            "row_count met 4.0: 4 rows, and the median of the 3 intervals before is 4",
            "row_count met 2.0: 2 rows, and the median of the 3 intervals before is 4",
            "row_count met 4.0: 4 rows, and the median of the 3 intervals before is 4");
    long version = open().pin(TableName.parse("raw.sales")).version();
    assertThat(ingest(STEADY, "2013-01-01/2013-08-01").upToDate()).isTrue();
    for (String range : List.of("2013-04-01/2013-05-01", "2013-05-01/2013-08-01")) {
      assertThat(ingest(STEADY, range).upToDate()).as(range).isTrue();
    }
    assertThat(open().pin(TableName.parse("raw.sales")).version()).isEqualTo(version);
  }

  @Test
  void aMonthIsLookedAtAgainWhenEarlierOnesComeAndNotWhenLaterOnesDo() throws IOException {
    write(4, 4, 4, 9, 4);
    assertThat(ingest(STEADY, "2013-04-01/2013-05-01").ingested()).hasSize(1);
    assertThat(ingest(STEADY, "2013-05-01/2013-06-01").ingested()).hasSize(1);
    assertThat(ingest(STEADY, "2013-04-01/2013-05-01").upToDate()).as("a later one").isTrue();
    assertThat(ingest(STEADY, "2013-01-01/2013-04-01").ingested()).hasSize(3);
    assertThatThrownBy(() -> ingest(STEADY, "2013-04-01/2013-05-01"))
        .hasMessageContaining("9 rows, and the median of the 3 intervals before is 4");
    assertThatThrownBy(() -> ingest(STEADY, "2013-04-01/2013-05-01"))
        .as("refused once, with the same history")
        .hasMessageContaining("neither the data nor the contract has changed since");
    assertThat(ingest(STEADY, "2013-01-01/2013-04-01").upToDate()).isTrue();
  }

  @Test
  void aRunThatDiedAfterRawIsMeasuredAgainByTheNext() throws IOException {
    write("2013-01-05 A 12", "2013-01-28 B 18");
    // There is a lake, and a file where the clean table is to be.
    open()
        .appendBookkeeping(
            TableSpec.of(TableName.parse("monitoring.other"), new StructType().add("n", "int")),
            List.of(RowFactory.create(1)));
    Path inTheWay = folder.resolve("lake/clean/sales");
    Files.createDirectories(folder.resolve("lake/clean"));
    Files.writeString(inTheWay, "no folder");
    assertThatThrownBy(() -> ingest(EVERY, "2013-01-01/2013-02-01"))
        .isInstanceOf(RuntimeException.class);
    assertThat(Files.exists(folder.resolve("lake/raw/sales"))).isTrue();
    Files.delete(inTheWay);
    Ingest.Result result = ingest(EVERY, "2013-01-01/2013-02-01");
    assertThat(open().pin(TableName.parse("raw.sales")).version()).as("raw was there").isZero();
    assertThat(result.report().intervals().get(0).outcomes())
        .filteredOn(outcome -> outcome.check().name().equals("sum_pieces"))
        .extracting(Outcome::saw)
        .containsExactly("30, which is off by 0");
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intervals against those before them, from the file to the evidence. */
class AnomalyIngestTest {

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
        price: {type: double, nullable: true}
        buyer: {type: string, nullable: true, personal: direct_identifier}
      expectations:
        - {anomaly: {metric: row_count, warm_up: 3}}
        - {anomaly: {metric: mean, column: price, method: median_mad, warm_up: 3, last: 4}}
        - {anomaly: {metric: null_share, column: buyer, warm_up: 3}}
        - {anomaly: {metric: distinct, column: shop, method: iqr, warm_up: 3}}
        - {anomaly: {metric: new_categories, column: shop, warm_up: 2}}
      """;

  private static final String YEAR = "2013-01-01/2014-01-01";

  /** February has no price; in June everything is otherwise, in July it is as it was. */
  private static final String[][] MONTHS = {
    {"A 0.1 x", "A 0.2 x", "B 0.3 -", "B 0.3 x"},
    {"A - x", "B - x", "B - -", "A - x"},
    {"A 0.1 x", "A 0.2 x", "B 0.4 -", "B 0.2 x"},
    {"A 0.7 x", "A 0.1 x", "B 0.1 -", "B 0.1 x"},
    {"A 0.1 x", "A 0.2 x", "B 0.3 -", "B 0.3 x"},
    {"A 9.9 -", "C 9.9 -", "D 9.9 -"},
    {"A 0.1 x", "A 0.2 x", "B 0.3 -", "C 0.3 x"}
  };

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,sold_at,shop,price,buyer"));
    for (int month = 1; month <= MONTHS.length; month++) {
      for (String row : MONTHS[month - 1]) {
        lines.add(
            "%d,2013-%02d-05T10:00:00Z,%s"
                .formatted(lines.size(), month, row.replace(" -", " ").replace(' ', ',')));
      }
    }
    Files.writeString(folder.resolve("sales.csv"), String.join("\n", lines) + "\n");
  }

  private Lake open(String lake) {
    return TestLake.in(folder.resolve(lake)).open("sales");
  }

  private Ingest.Result ingest(String lake, String yaml, String range) {
    return new Ingest(open(lake))
        .execute(Contracts.contract(yaml), folder.toString(), DataInterval.parse(range));
  }

  private static List<String> months(int from, int to) {
    return DataInterval.parse(YEAR).months().subList(from - 1, to).stream()
        .map(DataInterval::toString)
        .toList();
  }

  private static String range(int from, int to) {
    return "%s/%s"
        .formatted(
            months(from, from).get(0).split("/", -1)[0], months(to, to).get(0).split("/", -1)[1]);
  }

  private List<String> evidence(String lake) {
    return open(lake)
        .query(
            "SELECT interval, expectation, concat_ws(' ', result, observed, saw) FROM"
                + " lake.monitoring.validations WHERE kind = 'anomaly' ORDER BY interval, expectation")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> of(List<String> evidence, String expectation) {
    String name = "," + expectation + ",";
    return evidence.stream()
        .filter(row -> row.contains(name))
        .map(row -> row.substring(row.indexOf(name) + name.length(), row.length() - 1))
        .toList();
  }

  @Test
  void oneRunOfManyIntervalsSeesWhatManyRunsOfOneDo() {
    assertThat(ingest("one", SALES, range(1, 7)).ingested()).hasSize(7);
    for (String range : List.of(range(1, 3), range(4, 4), range(5, 7))) {
      ingest("many", SALES, range);
    }
    List<String> one = evidence("one");
    assertThat(one).hasSize(35).isEqualTo(evidence("many"));
    for (String lake : List.of("one", "many")) {
      assertThat(ingest(lake, SALES, range(1, 7)).upToDate()).as(lake).isTrue();
      assertThat(ingest(lake, SALES, range(5, 5)).upToDate()).as(lake).isTrue();
    }

    assertThat(of(one, "anomaly_row_count"))
        .containsExactly(
            "not_computable 4.0 4 rows, not judged: 0 of 3 intervals seen",
            "not_computable 4.0 4 rows, not judged: 1 of 3 intervals seen",
            "not_computable 4.0 4 rows, not judged: 2 of 3 intervals seen",
            "met 4.0 4 rows, and expected is 3.999999996 to 4.000000004 by mean_sigma of all of 3"
                + " intervals before",
            "met 4.0 4 rows, and expected is 3.999999996 to 4.000000004 by mean_sigma of all of 4"
                + " intervals before",
            "not_met 3.0 3 rows, and expected is 3.999999996 to 4.000000004 by mean_sigma of all of 5"
                + " intervals before",
            "met 4.0 4 rows, and expected is 3.999999996 to 4.000000004 by mean_sigma of 5 of 6"
                + " intervals before");
    // Of February there is no mean: it is passed over, and the three others are no fewer.
    assertThat(of(one, "anomaly_mean_price"))
        .element(1)
        .isEqualTo("not_computable no row has a value");
    assertThat(of(one, "anomaly_mean_price"))
        .element(4)
        .asString()
        .startsWith("met 0.225 0.225, and expected is 0.22499999977500001 to 0.225000000225")
        .contains(" by median_mad of all of 3 intervals before");
    assertThat(of(one, "anomaly_mean_price"))
        .element(5)
        .asString()
        .startsWith("not_met 9.9 9.9, and expected is 0.")
        .as("of the four before, February has none")
        .endsWith("all of 3 intervals before");
    assertThat(of(one, "anomaly_mean_price"))
        .element(6)
        .asString()
        .as("June is left out")
        .startsWith("met 0.225 0.225, ")
        .endsWith("by median_mad of 3 of 4 intervals before");
    assertThat(of(one, "anomaly_null_share_buyer"))
        .element(5)
        .isEqualTo(
            "not_met 1.0 a share of 1, and expected is 0.24999999975 to 0.25000000025 by mean_sigma of"
                + " all of 5 intervals before");
    assertThat(of(one, "anomaly_distinct_shop"))
        .element(5)
        .asString()
        .startsWith("not_met 3.0 3 different, and expected is ");
    assertThat(of(one, "anomaly_new_categories_shop"))
        .containsExactly(
            "not_computable new values, not judged: 0 of 2 intervals seen",
            "not_computable new values, not judged: 1 of 2 intervals seen",
            "met 0.0 none new, after 2 intervals before",
            "met 0.0 none new, after 3 intervals before",
            "met 0.0 none new, after 4 intervals before",
            "not_met 2.0 2 new: 'C', 'D', in none of 5 intervals before",
            "met 0.0 none new, after 6 intervals before");
    assertThat(
            open("many")
                .query(
                    "SELECT DISTINCT kind, hll IS NULL AND items IS NULL AND kll IS NULL FROM"
                        + " lake.monitoring.profiles WHERE table = 'raw.sales' AND column = 'buyer'")
                .collectAsList())
        .as("of personal data counts alone are kept")
        .extracting(Row::toString)
        .containsExactly("[counts,true]");
  }

  @Test
  void aMondayIsHeldAgainstMondaysAlone() throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,sold_at,shop,price,buyer"));
    for (String day : List.of("07", "14", "21", "28", "09", "16", "23")) {
      for (int i = 0; i < 3; i++) {
        lines.add("%d,2013-01-%sT10:00:00Z,A,1,x".formatted(lines.size(), day));
      }
    }
    Files.writeString(folder.resolve("sales.csv"), String.join("\n", lines) + "\n");
    String weekly =
        SALES.substring(0, SALES.indexOf("  - {anomaly")).replace("month", "day")
            + "  - {anomaly: {metric: row_count, season: weekly, warm_up: 3}}\n";
    ingest("w", weekly, "2013-01-07/2013-01-31");
    assertThat(of(evidence("w"), "anomaly_row_count"))
        .hasSize(24)
        .endsWith(
            "met 3.0 3 rows, and expected is 2.999999997 to 3.000000003 by mean_sigma of all of 3"
                + " intervals before",
            "met 0.0 0 rows, and expected is 0 to 0 by mean_sigma of all of 3 intervals before",
            "not_met 0.0 0 rows, and expected is 2.999999997 to 3.000000003 by mean_sigma of all of 3"
                + " intervals before");
  }

  private static final String REFUSING =
      SALES.substring(0, SALES.indexOf("  - {anomaly"))
          + """
            - {anomaly: {metric: mean, column: price, warm_up: 3}, severity: FAIL}
            - {anomaly: {metric: new_categories, column: price, warm_up: 3, last: 3}}
          """;

  @Test
  void anAnomalyMayRefuseItsIntervalAndAReplayJudgesAsTheIngestDid() {
    assertThatThrownBy(() -> ingest("r", REFUSING, range(1, 7)))
        .hasMessageContaining("refuses 1 of 7 intervals")
        .hasMessageContaining(
            "2013-06-01/2013-07-01: anomaly_mean_price (mean of price: within the mean, give or take"
                + " 3 standard deviations (of the sample, by n - 1), of the last 28 intervals"
                + " before, once there are 3; anomalies among them are left out, until 3 in a row"
                + " are a new level): 9.9, and expected is ");
    List<String> ingested = evidence("r");
    String warning = REFUSING.replace("warm_up: 3}, severity: FAIL", "warm_up: 3}");
    Contract mended = Contracts.contract(warning);
    new Replay(open("r")).execute(mended, folder.toString(), DataInterval.parse(range(1, 7)));
    List<String> twice = new ArrayList<>(ingested);
    twice.addAll(ingested);
    assertThat(evidence("r")).containsExactlyInAnyOrderElementsOf(twice);
    assertThat(open("r").query("SELECT id FROM lake.clean.sales").count()).isEqualTo(27);
    assertThat(ingest("r", warning, range(1, 7)).upToDate()).isTrue();
  }
}

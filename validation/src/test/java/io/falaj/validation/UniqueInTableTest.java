package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are there once in the table, from the file to quarantine. */
class UniqueInTableTest {

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: sales.csv, changed: take}
      keys: [shop, no]
      keys_against: table
      event_time: sold_at
      partition: month
      columns:
        line: {type: int}
        sold_at: {type: timestamp}
        shop: {type: string}
        no: {type: int, nullable: false}
        pieces: {type: int}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
        - {row_count: {min: 2}, severity: FAIL}
      """;

  private static final int MONTHS = 4;

  @TempDir Path folder;

  private record Sale(int line, int month, String shop, String no, int pieces) {
    String text() {
      return "%d,2013-%02d-05T10:00:00Z,%s,%s,%d".formatted(line, month, shop, no, pieces);
    }
  }

  private void write(List<Sale> sales) {
    List<String> lines = new ArrayList<>(List.of("line,sold_at,shop,no,pieces"));
    sales.forEach(sale -> lines.add(sale.text()));
    try {
      Files.writeString(folder.resolve("sales.csv"), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Lake open(String lake) {
    return TestLake.in(folder.resolve(lake)).open("sales");
  }

  private static DataInterval months(int from, int to) {
    List<DataInterval> months = DataInterval.parse("2013-01-01/2014-01-01").months();
    return DataInterval.hull(months.subList(from - 1, to));
  }

  private Ingest.Result ingest(String lake, String yaml, int from, int to) {
    return new Ingest(open(lake))
        .execute(Contracts.contract(yaml), folder.toString(), months(from, to));
  }

  private Set<Integer> clean(String lake) {
    Set<Integer> lines = new TreeSet<>();
    open(lake)
        .query("SELECT line FROM lake.clean.sales")
        .collectAsList()
        .forEach(row -> lines.add(row.getInt(0)));
    return lines;
  }

  /** Line by line, month after month. */
  private static Set<Integer> expected(List<Sale> sales) {
    Set<Integer> clean = new TreeSet<>();
    Set<String> there = new HashSet<>();
    for (int month = 1; month <= MONTHS; month++) {
      Set<String> seen = new HashSet<>();
      Set<String> admitted = new HashSet<>();
      for (Sale sale : sales) {
        String key = sale.shop() + " " + sale.no();
        boolean readable = !sale.no().isEmpty();
        // The first of a month's duplicates stands for them, even where it is set aside itself.
        if (sale.month() == month
            && readable
            && seen.add(key)
            && sale.pieces() > 0
            && !there.contains(key)) {
          clean.add(sale.line());
          admitted.add(key);
        }
      }
      there.addAll(admitted);
    }
    return clean;
  }

  private static List<Sale> sales(Random random) {
    List<Sale> sales = new ArrayList<>();
    for (int line = 0; line < 80; line++) {
      sales.add(
          new Sale(
              line,
              1 + line % MONTHS,
              random.nextBoolean() ? "A" : "B",
              random.nextInt(12) == 0 ? "" : Integer.toString(random.nextInt(25)),
              random.nextInt(5)));
    }
    return sales;
  }

  @Test
  void oneRunOfManyIntervalsLeavesWhatManyRunsOfOneDo() {
    List<Sale> sales = sales(new Random(1));
    write(sales);
    assertThat(ingest("one", SALES, 1, MONTHS).ingested()).hasSize(MONTHS);
    ingest("many", SALES, 1, 1);
    ingest("many", SALES, 2, 3);
    ingest("many", SALES, MONTHS, MONTHS);
    for (String lake : List.of("one", "many")) {
      assertThat(clean(lake)).as(lake).isEqualTo(expected(sales));
      assertThat(ingest(lake, SALES, 2, MONTHS).upToDate()).as(lake).isTrue();
    }
  }

  @Test
  void intervalsThatCameFirstGiveWayToEarlierOnesWhenTheyAreAskedForAgain() {
    List<Sale> sales = sales(new Random(2));
    write(sales);
    ingest("back", SALES, 3, MONTHS);
    ingest("back", SALES, 1, 2);
    assertThat(ingest("back", SALES, 1, 2).upToDate()).as("later ones came before it").isTrue();
    assertThat(clean("back")).containsAll(expected(sales)).isNotEqualTo(expected(sales));
    assertThat(ingest("back", SALES, 1, MONTHS).ingested()).hasSize(2);
    assertThat(clean("back")).isEqualTo(expected(sales));
    assertThat(ingest("back", SALES, 1, MONTHS).upToDate()).isTrue();
  }

  @Test
  void whatCleanHoldsStaysAndTheOtherSaysWhy() {
    List<Sale> sales =
        List.of(
            new Sale(1, 1, "A", "1", 1),
            new Sale(2, 1, "A", "2", 0),
            new Sale(3, 1, "A", "3", 1),
            new Sale(4, 2, "A", "1", 1),
            new Sale(5, 2, "A", "2", 1),
            new Sale(6, 2, "A", "2", 1),
            new Sale(7, 2, "B", "1", 1));
    write(sales);
    ingest("r", SALES, 1, 2);
    assertThat(clean("r")).containsExactly(1, 3, 5, 7);
    assertThat(
            open("r")
                .query(
                    "SELECT line, r.expectation, r.asks, r.value FROM lake.quarantine.sales LATERAL"
                        + " VIEW explode(_reasons) AS r WHERE r.expectation = 'unique_shop_no'"
                        + " ORDER BY line")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[4,unique_shop_no,(shop, no) is there once in an interval, and in clean in none before"
                + " it; of duplicates the first passes, and what clean holds of an earlier interval"
                + " stays,shop=A, no=1]",
            "[6,unique_shop_no,(shop, no) is there once in an interval, and in clean in none before"
                + " it; of duplicates the first passes, and what clean holds of an earlier interval"
                + " stays,shop=A, no=2]");

    // January is refused: its clean rows stay, and what they hold counts on, in the same run too.
    write(
        List.of(
            new Sale(8, 1, "C", "9", 1),
            new Sale(9, 2, "A", "3", 1),
            new Sale(10, 2, "C", "9", 1),
            new Sale(11, 2, "A", "2", 1)));
    assertThatThrownBy(() -> ingest("r", SALES, 1, 2)).hasMessageContaining("refuses 1 of 2");
    assertThat(clean("r")).containsExactly(1, 3, 10, 11);

    // A replay under a mended contract admits January, and February has to give way.
    String mended = SALES.replace("row_count: {min: 2}", "row_count: {min: 1}");
    new Replay(open("r")).execute(Contracts.contract(mended), folder.toString(), months(1, 2));
    assertThat(clean("r")).containsExactly(8, 9, 11);
    assertThat(ingest("r", mended, 1, 2).upToDate()).isTrue();
  }

  @Test
  void aKeyIsTheSameInAWiderType() {
    String narrow =
        SALES
            .replace("keys: [shop, no]", "keys: [no, cost]")
            .replace(
                "expectations:",
                "  cost: {type: \"decimal(3,1)\", expression: pieces}\nexpectations:");
    write(List.of(new Sale(1, 1, "A", "1", 5), new Sale(2, 1, "A", "2", 5)));
    ingest("w", narrow, 1, 1);
    String wide =
        narrow
            .replace("no: {type: int", "no: {type: long")
            .replace("decimal(3,1)", "decimal(20,2)");
    write(
        List.of(
            new Sale(1, 1, "A", "1", 5),
            new Sale(2, 1, "A", "2", 5),
            new Sale(3, 2, "A", "1", 5),
            new Sale(4, 2, "A", "1", 6)));
    assertThat(ingest("w", wide, 2, 2).report().quarantined()).isEqualTo(1);
    assertThat(clean("w")).containsExactly(1, 2, 4);
    assertThat(ingest("w", wide, 1, 2).report().quarantined()).isEqualTo(1);
    assertThat(clean("w")).containsExactly(1, 2, 4);
  }

  /** Files and rows that were read of a table since then, as Spark's scans count them. */
  private static final class Scans extends SparkListener {
    private final String table;
    private final List<long[]> read = new CopyOnWriteArrayList<>();
    private final Set<String> columns = new TreeSet<>();

    Scans(String table) {
      this.table = table;
      TestSpark.session().sparkContext().addSparkListener(this);
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof SparkListenerSQLExecutionEnd end && end.qe() != null) {
        look(end.qe().executedPlan());
      }
    }

    private void look(SparkPlan plan) {
      if (plan instanceof org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec adaptive) {
        look(adaptive.executedPlan());
      } else if (plan instanceof org.apache.spark.sql.execution.adaptive.QueryStageExec stage) {
        look(stage.plan());
      } else if (plan
          instanceof org.apache.spark.sql.execution.columnar.InMemoryTableScanExec cached) {
        look(cached.relation().cachedPlan());
      } else if (plan instanceof FileSourceScanExec scan
          && scan.relation().location().rootPaths().mkString().endsWith(table)) {
        columns.addAll(List.of(scan.requiredSchema().fieldNames()));
        read.add(
            new long[] {
              scan.metrics().apply("numFiles").value(),
              scan.metrics().apply("numOutputRows").value()
            });
      }
      for (int i = 0; i < plan.children().size(); i++) {
        look(plan.children().apply(i));
      }
    }

    long most(int what) {
      return read.stream().mapToLong(counts -> counts[what]).max().orElse(0);
    }

    void stop() throws Exception {
      TestSpark.session().sparkContext().listenerBus().waitUntilEmpty();
      TestSpark.session().sparkContext().removeSparkListener(this);
    }
  }

  @Test
  void ofHistoryOnlyFilesAreReadThatMayHoldTheKeys() throws Exception {
    // Each month's numbers lie above those before. The times have microseconds, and the log's
    // statistics of a file milliseconds.
    String yaml =
        SALES
            .replace("keys: [shop, no]", "keys: [shop, no, stamp]")
            .replace(
                "expectations:",
                "  stamp: {type: timestamp, expression: timestamp_micros(no * 10 + 1357000000123456)}\n"
                    + "expectations:");
    List<Sale> sales = new ArrayList<>();
    for (int line = 0; line < 40; line++) {
      sales.add(new Sale(line, 1 + line / 10, "A", Integer.toString(line), 1));
    }
    write(sales);
    ingest("p", yaml, 1, 3);
    assertThat(open("p").files(open("p").pin(TableName.parse("clean.sales")))).hasSize(3);
    Scans above = new Scans(folder.resolve("p/lake/clean/sales").toString());
    assertThat(ingest("p", yaml, 4, 4).report().clean()).isEqualTo(10);
    above.stop();
    assertThat(above.most(0)).as("files of history").isZero();
    assertThat(above.most(1)).as("rows of history").isZero();

    sales.removeIf(sale -> sale.month() == 4);
    for (int line = 30; line < 33; line++) {
      sales.add(new Sale(line, 4, "A", "19", 1));
    }
    write(sales);
    Scans one = new Scans(folder.resolve("p/lake/clean/sales").toString());
    assertThat(ingest("p", yaml, 4, 4).report().quarantined()).isEqualTo(3);
    one.stop();
    assertThat(one.most(0)).as("files of history").isEqualTo(1);
    assertThat(one.most(1)).as("rows of history: of that file").isEqualTo(10);
    assertThat(one.columns).containsExactlyInAnyOrder("no", "shop", "stamp", "_interval");
  }
}

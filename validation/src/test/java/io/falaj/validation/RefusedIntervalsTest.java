package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refused interval that is asked for is told, whichever run refused it. */
class RefusedIntervalsTest {

  private static final String SALES_YAML =
      """
          dataset: sales
          source: {format: csv, path: "sales-*.csv"}
          keys: [id]
          event_time: sold_at
          partition: month
          columns:
            id: {type: string}
            sold_at: {type: timestamp}
          expectations:
            - {row_count: {min: 2}, severity: FAIL}
          """;

  private static final Contract SALES = Contracts.contract(SALES_YAML);

  @TempDir Path folder;

  private Lake open() {
    return TestLake.in(folder).open("sales");
  }

  private void sell(int month, int sales) throws IOException {
    StringBuilder text = new StringBuilder("id,sold_at\n");
    for (int i = 0; i < sales; i++) {
      text.append("%d-%d,2013-%02d-05T10:00:00Z\n".formatted(month, i, month));
    }
    Files.writeString(folder.resolve("sales-" + month + ".csv"), text);
  }

  private void ingest(String range) {
    new Ingest(open()).execute(SALES, folder.toString(), DataInterval.parse(range));
  }

  @Test
  void thoseOfThisRunAndOfRunsBeforeAreToldTogether() throws IOException {
    sell(1, 1);
    assertThatThrownBy(() -> ingest("2013-01-01/2013-02-01"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("refuses 1 of 1 intervals");
    sell(2, 1);
    sell(3, 2);
    assertThatThrownBy(() -> ingest("2013-01-01/2013-04-01"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "The contract of dataset sales refuses 2 of 3 intervals; their clean rows are as"
                + " before:\n"
                + "  2013-01-01/2013-02-01: refused in run \\S+, and neither the data nor the"
                + " contract has changed since\n"
                + "  2013-02-01/2013-03-01: row_count \\(rows in an interval: at least 2\\): 1 rows\n"
                + "The rows are in raw\\.sales, what each expectation saw in"
                + " monitoring\\.validations\\. Mend the data, or the contract, and run again\\.");
    assertThat(open().query("SELECT id FROM lake.clean.sales").count()).isEqualTo(2);

    assertThatThrownBy(
            () ->
                new Replay(open())
                    .execute(SALES, folder.toString(), DataInterval.parse("2013-01-01/2013-04-01")))
        .as("a replay of what has not changed")
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("refuses 2 of 3 intervals")
        .hasMessageContaining("  2013-01-01/2013-02-01: refused in run ")
        .hasMessageContaining("  2013-02-01/2013-03-01: refused in run ");
  }

  /** Intervals that are read anew are refused one span after the other, and told together. */
  @Test
  void thoseThatAReplayReadsAnewAreToldTogether() throws IOException {
    Contract one = Contracts.contract(SALES_YAML.replace("min: 2", "min: 1"));
    for (int month : new int[] {1, 3, 5}) {
      sell(month, month == 3 ? 2 : 1);
    }
    for (String range :
        List.of("2013-01-01/2013-02-01", "2013-03-01/2013-04-01", "2013-05-01/2013-06-01")) {
      new Ingest(open()).execute(one, folder.toString(), DataInterval.parse(range));
    }
    Contract two =
        Contracts.contract(SALES_YAML.replace("format: csv,", "format: csv, null_value: NA,"));

    assertThatThrownBy(
            () ->
                new Replay(open())
                    .execute(two, folder.toString(), DataInterval.parse("2013-01-01/2013-06-01")))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("refuses 2 of 3 intervals")
        .hasMessageContaining("  2013-01-01/2013-02-01: row_count")
        .hasMessageContaining("  2013-05-01/2013-06-01: row_count");
    assertThat(open().commits(Ingest.STEP, "sales"))
        .as("all three were read in the new way")
        .allMatch(commit -> commit.inputs().contains(two.readingInput()));
  }
}

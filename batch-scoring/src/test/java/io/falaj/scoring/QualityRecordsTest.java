package io.falaj.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import io.falaj.scoring.report.QuarantineReason;
import io.falaj.scoring.report.ReportModel;
import io.falaj.scoring.report.TableQuality;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetYaml;
import io.falaj.validation.Ingest;
import io.falaj.validation.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sales: of no piece, of one, and of two. */
class QualityRecordsTest {

  private static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: sales.csv}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        pieces: {type: int}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
      """;

  @TempDir private Path folder;
  private TestLake test;

  @BeforeEach
  void ingest() throws IOException {
    Files.writeString(
        folder.resolve("sales.csv"),
        """
        id,sold_at,pieces
        a,2013-01-05T10:00:00Z,0
        b,2013-01-05T11:00:00Z,1
        c,2013-01-06T10:00:00Z,2
        """);
    test = TestLake.in(folder);
    new Ingest(test.open()).execute(contract(SALES), folder.toString(), JANUARY);
  }

  private static Contract contract(String yaml) {
    Problems problems = new Problems();
    Optional<Contract> contract =
        ConfigFile.parse(yaml, "sales.yaml", DatasetYaml.class, problems)
            .flatMap(read -> Contract.parse(read, problems));
    problems.throwIfAny();
    return contract.orElseThrow();
  }

  private void replay(String contract) {
    test.clock().advance(Duration.ofMinutes(1));
    new Replay(test.open()).execute(contract(contract), folder.toString(), JANUARY);
  }

  private ReportModel report() {
    Lake lake = test.open();
    return new Report(lake)
        .execute(new Report.Request("shops", "Sales", List.of("sales"), Optional.empty(), JANUARY))
        .model();
  }

  private void assertRows(long clean, long quarantine, long held) {
    TableQuality sales = report().tables().get(0);
    assertThat(List.of(sales.raw(), sales.clean(), sales.quarantine(), sales.held()))
        .containsExactly(3L, clean, quarantine, held);
  }

  @Test
  void whatArrivedIsToldAfterAReplayToo() {
    assertRows(2, 1, 0);
    replay(SALES.replace("min: 1", "min: 2"));
    assertRows(1, 2, 0);
    replay(SALES.replace("min: 1", "min: 0"));
    assertRows(3, 0, 0);
  }

  @Test
  void reasonsAreThoseOfTheLastJudgementOfTheSameRows() {
    QuarantineReason one = new QuarantineReason("sales", "in_range_pieces", "QUARANTINE", 1);
    assertThat(report().reasons()).containsExactly(one);
    // More rows in the later judgement: files come in the order of their sizes, not of their age.
    replay(
        SALES.replace("min: 1", "min: 2")
            + """
              - {length: {column: id, max: 8}, severity: WARN}
              - {matches: {column: id, pattern: "[a-z]+"}, severity: WARN}
              - {completeness: {column: id, min: 0.5}, severity: WARN}
            """);
    assertThat(report().reasons())
        .containsExactly(new QuarantineReason("sales", "in_range_pieces", "QUARANTINE", 2));
    replay(SALES);
    assertThat(report().reasons()).containsExactly(one);
    replay(SALES.replace("min: 1", "min: 0"));
    assertThat(report().reasons()).isEmpty();
  }

  @Test
  void anIntervalThatAReplayRefusesIsHeldWhole() {
    String strict = SALES + "  - {row_count: {min: 5}, severity: FAIL}\n";

    assertThatThrownBy(() -> replay(strict)).isInstanceOf(FalajException.DataRefused.class);
    assertRows(0, 0, 3);
  }
}

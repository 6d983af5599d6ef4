package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: "in/*.csv"}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        pieces: {type: int, nullable: true}
        note: {type: string, nullable: true}
      """;

  private static final String MENDED =
      SALES.replace("format: csv,", "format: csv, quote: \"'\", null_value: NA,");
  private static final DataInterval YEAR = DataInterval.parse("2013-01-01/2014-01-01");
  private static final String HEADER = "id,sold_at,pieces,note\n";

  @TempDir Path folder;

  @Test
  void whereTheWayOfReadingWasMendedTheSourceIsReadAnew() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        in.resolve("winter.csv"),
        HEADER + "a,2013-01-05T10:00:00Z,1,x\nb,2013-02-06T10:00:00Z,2,'one, two'\n");
    Files.writeString(in.resolve("april.csv"), HEADER + "c,2013-04-07T10:00:00Z,NA,y\n");
    new Ingest(open()).execute(Contracts.contract(SALES), folder.toString(), YEAR);
    assertThat(clean()).containsExactly("[a,1,x]");
    assertThat(open().query("SELECT * FROM lake.quarantine.sales").count()).isEqualTo(2);
    // Months that were never ingested are no concern of a replay.
    Files.writeString(in.resolve("later.csv"), HEADER + "d,2014-06-07T10:00:00Z,3,z\n");

    Replay.Result result = replay();

    assertThat(result.report().clean()).isEqualTo(3);
    assertThat(result.report().quarantined()).isZero();
    assertThat(clean()).containsExactly("[a,1,x]", "[b,2,one, two]", "[c,null,y]");
    assertThat(result.replayed())
        .extracting(DataInterval::toString)
        .contains("2013-02-01/2013-03-01", "2013-04-01/2013-05-01");
    assertThat(replay().replayed()).as("a second time").isEmpty();
  }

  @Test
  void aFileThatIsGoneLeavesItsRowsAsTheyWereRead() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path file = in.resolve("january.csv");
    Files.writeString(file, HEADER + "a,2013-01-05T10:00:00Z,1,x\nb,2013-01-06T10:00:00Z,NA,y\n");
    new Ingest(open()).execute(Contracts.contract(SALES), folder.toString(), YEAR);
    Files.delete(file);

    Replay.Result result = replay();

    assertThat(result.report().clean()).isEqualTo(1);
    assertThat(result.report().quarantined()).isEqualTo(1);
    assertThat(clean()).containsExactly("[a,1,x]");
  }

  /** The commit of a replay does not name raw. */
  @Test
  void whatIsUpToDateIsHeldAgainstTheRowsOfRaw() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        in.resolve("january.csv"),
        HEADER + "a,2013-01-05T10:00:00Z,1,x\nb,2013-01-06T10:00:00Z,0,y\n");
    String strict =
        SALES + "expectations:\n- {in_range: {column: pieces, min: 1}, severity: QUARANTINE}\n";
    new Ingest(open()).execute(Contracts.contract(strict), folder.toString(), YEAR);
    Contract contract = Contracts.contract(SALES);
    new Replay(open()).execute(contract, folder.toString(), YEAR);
    Ingest.Result again = new Ingest(open()).execute(contract, folder.toString(), YEAR);
    assertThat(again.upToDate()).isTrue();
    assertThat(again.report().rows()).isEqualTo(2);
    assertThat(again.report().clean()).isEqualTo(2);

    Lake other = open();
    DataInterval january = DataInterval.parse("2013-01-01/2013-02-01");
    TableSpec raw = new DatasetTables(contract, new RowChecks(contract)).raw();
    try (Step step =
        other.begin(
            new StepRequest(
                "cut",
                "sales",
                Fingerprint.of("by hand"),
                1,
                List.of(new IntervalRequest(january, List.of()))))) {
      step.replaceIntervals(raw, other.read(raw.name()).where("id = 'a'")).commit();
      step.commit();
    }
    assertThatThrownBy(() -> new Ingest(open()).execute(contract, folder.toString(), YEAR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "interval 2013-01-01/2013-02-01 has 1 raw rows, and 2 clean, 0 quarantined and 0 held"
                + " ones");
  }

  private Replay.Result replay() {
    return new Replay(open()).execute(Contracts.contract(MENDED), folder.toString(), YEAR);
  }

  private Lake open() {
    return TestLake.in(folder).open("sales");
  }

  private List<String> clean() {
    return open()
        .query("SELECT id, pieces, note FROM lake.clean.sales ORDER BY id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
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

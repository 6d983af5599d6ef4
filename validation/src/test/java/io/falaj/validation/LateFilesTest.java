package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come again, late, under another name, or changed. */
class LateFilesTest {

  private static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");
  private static final DataInterval BOTH = DataInterval.parse("2013-01-01/2013-03-01");

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: "in/*.csv", changed: stop}
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
  private static final String TAKE = SALES.replace("changed: stop", "changed: take");
  private static final String KEEP = SALES.replace("changed: stop", "changed: keep");

  @TempDir Path folder;
  private Path in;

  @BeforeEach
  void makeFolder() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
  }

  private Lake open() {
    return TestLake.in(folder).open("sales");
  }

  private Path write(String name, String... rows) throws IOException {
    return Files.writeString(
        in.resolve(name), "id,sold_at,pieces\n" + String.join("\n", rows) + "\n");
  }

  private static String jan(String id, int pieces) {
    return id + ",2013-01-05T10:00:00Z," + pieces;
  }

  private static String feb(String id, int pieces) {
    return id + ",2013-02-05T10:00:00Z," + pieces;
  }

  private Ingest.Result ingest(String yaml, DataInterval range) {
    return new Ingest(open()).execute(Contracts.contract(yaml), folder.toString(), range);
  }

  private List<String> rows(String sql) {
    return open().query(sql).collectAsList().stream().map(Row::toString).toList();
  }

  private List<String> raw() {
    return rows(
        "SELECT id, pieces, date_format(_interval_month, 'MMM'), _source FROM lake.raw.sales ORDER"
            + " BY 3 DESC, 1, 2");
  }

  private List<Commit> commits() {
    return open().commits(Ingest.STEP, "sales");
  }

  private long version(String table) {
    return open().pin(TableName.parse(table)).version();
  }

  @Test
  void aLateFileMakesItsOwnIntervalsPendingAndNoOthers() throws IOException {
    write("a.csv", jan("1", 1), feb("2", 1), "3,yesterday,1");
    ingest(SALES, BOTH);
    List<Commit> before = commits();
    List<String> batches = rows("SELECT id, _batch, _ingested_at FROM lake.raw.sales ORDER BY id");

    write("b.csv", feb("4", 0), feb("2", 5));
    // What was ingested does not need its source any more.
    Files.delete(in.resolve("a.csv"));
    Ingest.Result late = ingest(SALES, BOTH);

    assertThat(late.ingested()).containsExactly(FEB);
    assertThat(late.report().rows()).isEqualTo(5);
    assertThat(raw())
        .containsExactly(
            "[1,1,Jan,a.csv]",
            "[3,1,Jan,a.csv]",
            "[2,1,Feb,a.csv]",
            "[2,5,Feb,b.csv]",
            "[4,0,Feb,b.csv]");
    assertThat(rows("SELECT id, _reasons.expectation FROM lake.quarantine.sales ORDER BY id"))
        .containsExactly(
            "[2,ArraySeq(unique_id)]",
            "[3,ArraySeq(type_sold_at)]",
            "[4,ArraySeq(in_range_pieces)]");
    assertThat(rows("SELECT id, _batch, _ingested_at FROM lake.raw.sales ORDER BY id"))
        .as("rows that were there keep who took them, and when")
        .containsAll(batches);
    List<Commit> after = commits();
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1).generation()).isEqualTo(2);
    assertThat(after.get(1).inputs())
        .filteredOn(input -> input.kind().equals("file"))
        .extracting(input -> input.name())
        .containsExactly("a.csv", "b.csv");
    assertThat(ingest(SALES, BOTH).upToDate()).isTrue();
  }

  @Test
  void aRowKeepsTheTimeAtWhichItWasSetAside() throws IOException {
    TestLake lake = TestLake.in(folder);
    Contract contract = Contracts.contract(SALES);
    write("a.csv", jan("9", 1), feb("1", 0), feb("2", 1));
    new Ingest(lake.open("sales")).execute(contract, folder.toString(), BOTH);
    lake.clock().advance(Duration.ofDays(4));
    write("b.csv", feb("3", 0));
    new Ingest(lake.open("sales")).execute(contract, folder.toString(), BOTH);
    List<String> aside =
        List.of("[1,2024-01-01 00:00:00]", "[3,2024-01-05 00:00:00]", "[4,2024-01-09 00:00:00]");
    String sql = "SELECT id, cast(_set_aside_at AS string) FROM lake.quarantine.sales ORDER BY id";
    assertThat(rows(sql)).as("a late file").isEqualTo(aside.subList(0, 2));

    lake.clock().advance(Duration.ofDays(4));
    write("c.csv", feb("4", 0));
    String none = SALES + "  - {row_count: {max: 3}, severity: FAIL}\n";
    assertThatThrownBy(
            () ->
                new Ingest(lake.open("sales"))
                    .execute(Contracts.contract(none), folder.toString(), BOTH))
        .hasMessageContaining("refuses 1 of ");
    assertThat(rows(sql)).as("refused").isEqualTo(aside.subList(0, 2));
    String mended = SALES.replace("min: 1", "min: 1, max: 9");
    new Replay(lake.open("sales")).execute(Contracts.contract(mended), folder.toString(), BOTH);
    assertThat(rows(sql)).as("replayed").isEqualTo(aside);
  }

  @Test
  void theSameBytesAddNothingWhateverTheirName() throws IOException {
    Path first = write("b.csv", jan("1", 1), feb("2", 1));
    ingest(SALES, BOTH);
    long version = version("raw.sales");

    Files.copy(first, in.resolve("a.csv"));
    Ingest.Result copied = ingest(SALES, BOTH);
    assertThat(copied.upToDate()).isTrue();
    assertThat(copied.found().duplicates())
        .singleElement()
        .matches(duplicate -> duplicate.file().name().equals("a.csv"))
        .matches(duplicate -> duplicate.of().endsWith("/b.csv"));
    Files.delete(first);
    assertThat(ingest(SALES, BOTH).upToDate()).as("renamed").isTrue();
    assertThat(version("raw.sales")).isEqualTo(version);
    assertThat(raw()).hasSize(2);
    write("c.csv", jan("1", 1), feb("2", 1));
    write("d.csv", jan("1", 1), feb("2", 1));
    assertThat(ingest(SALES, BOTH).upToDate()).isTrue();

    // A copy is held to what it was, as any other file.
    write("a.csv", jan("1", 2));
    assertThatThrownBy(() -> ingest(SALES, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("/in/a.csv had SHA-256");
  }

  @Test
  void aFileThatWasReadForOtherIntervalsIsReadForThisOneAlone() throws IOException {
    write("year.csv", jan("1", 1), feb("2", 1), "3,yesterday,1", "4,2013-03-05T10:00:00Z,1");
    write("feb.csv", feb("5", 1));
    Ingest.Result january = ingest(SALES, JAN);
    assertThat(january.found().outside()).isEqualTo(3);
    assertThat(raw()).containsExactly("[1,1,Jan,year.csv]", "[3,1,Jan,year.csv]");
    assertThat(ingest(SALES, JAN).upToDate()).isTrue();
    assertThat(ingest(SALES, FEB).ingested()).containsExactly(FEB);
    assertThat(raw())
        .as("a row without a time stays where it was put")
        .containsExactly(
            "[1,1,Jan,year.csv]", "[3,1,Jan,year.csv]", "[2,1,Feb,year.csv]", "[5,1,Feb,feb.csv]");
    assertThat(ingest(SALES, BOTH).upToDate()).isTrue();
    assertThat(
            rows(
                "SELECT file like '%/year.csv', status, intervals.interval, intervals.rows, home"
                    + " FROM lake.monitoring.source_files ORDER BY file DESC"))
        .containsExactly(
            "[true,read,ArraySeq(2013-01-01/2013-02-01, 2013-02-01/2013-03-01,"
                + " 2013-03-01/2013-04-01),ArraySeq(2, 1, 1),2013-01-01/2013-02-01]",
            "[false,read,ArraySeq(2013-02-01/2013-03-01),ArraySeq(1),null]");
    DataInterval april = DataInterval.parse("2013-04-01/2013-05-01");
    assertThatThrownBy(() -> ingest(SALES, april))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Dataset sales has no records in 2013-04-01/2013-05-01: those of feb.csv, year.csv lie"
                + " between 2013-01-05T10:00:00Z and 2013-03-05T10:00:00Z. Ask for an interval within,"
                + " or deliver the files of this one.");
    Files.delete(in.resolve("year.csv"));
    Files.delete(in.resolve("feb.csv"));
    assertThat(ingest(SALES, BOTH).upToDate()).isTrue();
    assertThatThrownBy(() -> ingest(SALES, april))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Dataset sales has no records in 2013-04-01/2013-05-01: in/*.csv names no file now, and"
                + " none that was ingested had any. Deliver the files of this interval.");
  }

  @Test
  void aRowWithoutATimeIsTakenByOneOfTwoRunsThatReadItsFile() throws IOException {
    write("year.csv", jan("1", 1), feb("2", 1), "3,yesterday,1");
    Lake lake = open();
    lake.listen(new Meanwhile(() -> ingest(SALES, FEB)));
    assertThat(
            new Ingest(lake).execute(Contracts.contract(SALES), folder.toString(), JAN).ingested())
        .as("it goes on without the row")
        .containsExactly(JAN);
    assertThat(raw())
        .containsExactly("[1,1,Jan,year.csv]", "[2,1,Feb,year.csv]", "[3,1,Feb,year.csv]");
    assertThat(ingest(SALES, BOTH).upToDate()).isTrue();
  }

  @Test
  void whereOtherRunsTakeTheRowsOfEachNewFileItIsToBeTriedAgain() throws IOException {
    write("1.csv", jan("1", 1), "11,yesterday,1");
    Lake lake = open();
    int[] files = {1};
    lake.listen(
        new Meanwhile(
            () -> {
              ingest(SALES, FEB);
              deliver(++files[0]);
            }));
    assertThatThrownBy(
            () -> new Ingest(lake).execute(Contracts.contract(SALES), folder.toString(), JAN))
        .isInstanceOf(FalajException.Taken.class)
        .hasMessageMatching(
            "Another run was the first to take the records without an event time of dataset sales"
                + " with SHA-256 [0-9a-f]{64}, and this one would have taken the same once more. Run"
                + " again: what is done already is skipped\\.");
    assertThat(files).as("tried twice").containsExactly(3);
    assertThat(ingest(SALES, BOTH).ingested()).containsExactly(JAN);
    assertThat(raw())
        .containsExactlyInAnyOrder(
            "[1,1,Jan,1.csv]",
            "[11,1,Feb,1.csv]",
            "[12,1,Feb,2.csv]",
            "[13,1,Jan,3.csv]",
            "[2,1,Jan,2.csv]",
            "[3,1,Jan,3.csv]");
  }

  private void deliver(int file) {
    try {
      write(file + ".csv", jan(Integer.toString(file), 1), 10 + file + ",yesterday,1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A claim is kept for ever, and each later commit of the table repeats it. */
  @Test
  void filesOfADatasetThatIsTakenWholeAreNotClaimed() throws IOException {
    String whole = SALES.replace("event_time: sold_at\npartition: month", "partition: whole");
    write("1.csv", jan("1", 1));
    write("2.csv", jan("2", 1));
    ingest(whole, DataInterval.WHOLE);
    write("3.csv", jan("3", 1));
    ingest(whole, DataInterval.WHOLE);
    assertThat(rows("SELECT id FROM lake.clean.sales ORDER BY id"))
        .containsExactly("[1]", "[2]", "[3]");
    assertThat(sourceFilesLog()).contains("add").doesNotContain("claim/");
  }

  private String sourceFilesLog() throws IOException {
    StringBuilder log = new StringBuilder();
    Path of = folder.resolve("lake/monitoring/source_files/_delta_log");
    try (DirectoryStream<Path> commits = Files.newDirectoryStream(of, "*.json")) {
      for (Path commit : commits) {
        log.append(Files.readString(commit));
      }
    }
    return log.toString();
  }

  @Test
  void aFileThatChangedIsReportedAndTakenOnlyWhereTheDatasetSaysSo() throws IOException {
    write("a.csv", jan("1", 1), jan("2", 1));
    write("b.csv", jan("3", 1), feb("4", 1));
    ingest(SALES, BOTH);
    List<String> was = raw();
    write("a.csv", jan("1", 7), feb("5", 7));

    assertThatThrownBy(() -> ingest(SALES, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "A file of dataset sales changed after being ingested: \\S*/in/a.csv had SHA-256"
                + " [0-9a-f]{64} and has [0-9a-f]{64}. To put what it holds now in its place, write"
                + " changed: take in the dataset's source; to go on with what was ingested, changed:"
                + " keep; or restore the file and deliver the new one under a name of its own.");
    Ingest.Result kept = ingest(KEEP, BOTH);
    assertThat(kept.upToDate()).isTrue();
    assertThat(kept.found().changed()).singleElement().matches(file -> !file.taken());
    assertThat(raw()).isEqualTo(was);
    assertThat(rows("SELECT count(*) FROM lake.monitoring.source_files WHERE status = 'changed'"))
        .containsExactly("[1]");

    Ingest.Result taken = ingest(TAKE, BOTH);
    assertThat(taken.found().changed()).singleElement().matches(ChangedFile::taken);
    assertThat(taken.ingested()).containsExactly(JAN, FEB);
    List<String> now =
        List.of("[1,7,Jan,a.csv]", "[3,1,Jan,b.csv]", "[4,1,Feb,b.csv]", "[5,7,Feb,a.csv]");
    assertThat(raw()).isEqualTo(now);
    assertThat(ingest(TAKE, BOTH).found().changed()).as("told once").isEmpty();
    Files.delete(in.resolve("a.csv"));
    assertThat(ingest(SALES, BOTH).upToDate()).as("what was taken is what there is").isTrue();

    write("a.csv", jan("1", 1), jan("2", 1));
    assertThat(ingest(TAKE, BOTH).ingested()).containsExactly(JAN, FEB);
    assertThat(raw()).as("back to what it was").isEqualTo(was);
    assertThat(ingest(SALES, BOTH).upToDate()).isTrue();
  }

  @Test
  void aRefusalDoesNotMakeWhatWasAdmittedAFileLikeOthers() throws IOException {
    String strict = SALES.replace("severity: QUARANTINE", "severity: FAIL");
    write("a.csv", jan("1", 1));
    ingest(strict, JAN);
    write("b.csv", jan("2", 0));
    assertThatThrownBy(() -> ingest(strict, JAN)).isInstanceOf(FalajException.DataRefused.class);

    write("a.csv", jan("1", 7));
    assertThatThrownBy(() -> ingest(strict, JAN))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("A file of dataset sales changed after being ingested: ")
        .hasMessageContaining("/in/a.csv had SHA-256");
    write("a.csv", jan("1", 1));
    write("b.csv", jan("2", 2));
    assertThat(ingest(strict, JAN).report().clean()).as("the other may be mended").isEqualTo(2);
  }

  @Test
  void anotherContractJudgesWhatRawHasAndReadsTheFilesOnlyForWhatRawLacks() throws IOException {
    Path file = write("a.csv", jan("1", 1), jan("2", 3));
    ingest(SALES, JAN);
    // Garbage of the same size and time: whoever read it would notice.
    FileTime time = Files.getLastModifiedTime(file);
    Path good = Files.copy(file, folder.resolve("good"));
    Files.write(file, new byte[(int) Files.size(file)]);
    Files.setLastModifiedTime(file, time);
    String stricter = SALES.replace("min: 1", "min: 2");
    assertThat(ingest(stricter, JAN).report().quarantined()).isEqualTo(1);
    assertThat(rows("SELECT id FROM lake.clean.sales")).containsExactly("[2]");

    Files.copy(good, file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(file, time);
    write("b.csv", jan("3", 4));
    ingest(stricter, JAN);
    Files.delete(file);
    Files.writeString(in.resolve("b.csv"), "id,sold_at,pieces,note\n" + jan("3", 4) + ",n\n");
    String wider =
        TAKE.replace("expectations:", "  note: {type: string, nullable: true}\nexpectations:");
    assertThat(ingest(wider, JAN).report().clean()).isEqualTo(3);
    assertThat(rows("SELECT id, note FROM lake.clean.sales ORDER BY id"))
        .as("of a file that is gone, what raw has")
        .containsExactly("[1,null]", "[2,null]", "[3,n]");
  }
}

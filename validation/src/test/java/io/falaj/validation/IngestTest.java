package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

  private static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval FEBRUARY = DataInterval.parse("2013-02-01/2013-03-01");
  private static final DataInterval BOTH = DataInterval.parse("2013-01-01/2013-03-01");

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: sales.csv, null_value: NA, changed: take}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        shop: {type: string}
        pieces: {type: int, nullable: true}
        note: {type: string, nullable: true}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
        - {row_count: {min: 2}, severity: FAIL}
      """;

  private static final String HEADER = "id,sold_at,shop,pieces,note\n";

  @TempDir Path folder;

  private Lake open() {
    return TestLake.in(folder).open("sales");
  }

  private void write(String text) {
    write("sales.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ingest.Result ingest(Lake lake, String yaml, DataInterval range) {
    return new Ingest(lake).execute(Contracts.contract(yaml), folder.toString(), range);
  }

  private static List<Row> rows(Lake lake, String sql) {
    return lake.query(sql).collectAsList();
  }

  private static TableName table(String name) {
    return TableName.parse(name);
  }

  @Test
  void rowsGoToTheirMonthsAndBadOnesAreSetAsideWithReasons() {
    // A byte order mark, CRLF, another order of columns, one more, quotes, a quoted line break.
    write(
        String.join(
            "\r\n",
            "\uFEFFshop,id,extra,sold_at,note,pieces",
            "A,1,e,2013-01-05T10:00:00Z,\"says \"\"hi\"\", twice\",2",
            "A,2,e,2013-01-06T10:00:00Z,\"two\r\nlines\",NA",
            "B,3,e,2013-01-07T10:00:00Z,,0",
            "B,4,e,2013-01-08T10:00:00Z,x",
            "B,5,e,yesterday,x,1",
            "B,1,e,2013-01-09T10:00:00Z,again,1",
            "B,7,e,2013-02-01T00:00:00Z,first of February,1",
            "B,8,e,2013-01-31T23:59:59Z,last of January,1",
            "B,9,e,2013-03-01T00:00:00Z,March,1"));
    Lake lake = open();
    Ingest.Result result = ingest(lake, SALES, JANUARY);
    assertThat(result.ignoredColumns()).containsExactly("extra");
    assertThat(result.found().outside()).isEqualTo(2);
    assertThat(result.report().rows()).isEqualTo(7);
    assertThat(result.report().clean()).isEqualTo(3);
    assertThat(result.report().quarantined()).isEqualTo(4);
    assertThat(rows(lake, "SELECT id, note, pieces FROM lake.clean.sales ORDER BY id"))
        .extracting(Row::toString)
        .containsExactly(
            "[1,says \"hi\", twice,2]", "[2,two\r\nlines,null]", "[8,last of January,1]");
    assertThat(
            rows(
                lake,
                "SELECT id, r.expectation, r.value, r.error FROM lake.quarantine.sales LATERAL VIEW"
                    + " explode(_reasons) AS r ORDER BY cast(substring_index(_row, ':', -1) AS int),"
                    + " 2"))
        .extracting(Row::toString)
        .containsExactly(
            "[3,in_range_pieces,0,null]",
            "[null,parsed,it has 5 fields, and the header has 6,null]",
            "[5,type_sold_at,yesterday,CAST_INVALID_INPUT]",
            "[1,unique_id,1,null]");
    assertThat(rows(lake, "SELECT _text FROM lake.raw.sales WHERE _text IS NOT NULL"))
        .extracting(row -> row.getString(0))
        .containsExactly("B,4,e,2013-01-08T10:00:00Z,x");
    assertThat(rows(lake, "SELECT DISTINCT _contract, _source FROM lake.quarantine.sales").get(0))
        .isEqualTo(
            org.apache.spark.sql.RowFactory.create(
                Contracts.contract(SALES).fingerprint().hex(), "sales.csv"));
  }

  @Test
  void aRowThatFailsThreeExpectationsIsSetAsideOnceWithThreeReasons() {
    write(HEADER + "1,2013-01-05T10:00:00Z,A,1,ok\n2,2013-01-05T11:00:00Z,shop,0,too long\n");
    Lake lake = open();
    String strict =
        SALES
            + """
              - {matches: {column: shop, pattern: "[A-Z]"}, severity: QUARANTINE}
              - {length: {column: note, max: 3}, severity: QUARANTINE}
            """;
    assertThat(ingest(lake, strict, JANUARY).report().quarantined()).isEqualTo(1);
    assertThat(
            rows(
                lake,
                "SELECT id, transform(_reasons, r -> concat_ws('|', r.expectation, r.severity,"
                    + " r.asks, r.value)) FROM lake.quarantine.sales"))
        .extracting(row -> row.getString(0) + " " + row.getList(1))
        .containsExactly(
            "2 [in_range_pieces|QUARANTINE|pieces >= 1|0, matches_shop|QUARANTINE|shop matches [A-Z]"
                + " from beginning to end|shop, length_note|QUARANTINE|note has at most 3"
                + " characters|too long]");
  }

  @Test
  void theSameFileAgainIsSkippedAndAMendedOneReplacesItsIntervals() {
    write(HEADER + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-05T11:00:00Z,A,0,\n");
    Lake lake = open();
    assertThat(ingest(lake, SALES, JANUARY).report().quarantined()).isEqualTo(1);
    long version = lake.pin(table("clean.sales")).version();
    Ingest.Result again = ingest(open(), SALES, JANUARY);
    assertThat(again.upToDate()).isTrue();
    assertThat(again.report().clean()).isEqualTo(1);
    assertThat(again.report().quarantined()).isEqualTo(1);
    assertThat(open().pin(table("clean.sales")).version()).isEqualTo(version);

    write(HEADER + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-05T11:00:00Z,A,3,\n");
    Lake later = open();
    assertThat(ingest(later, SALES, JANUARY).report().clean()).isEqualTo(2);
    assertThat(later.read(table("quarantine.sales")).count()).isZero();
    assertThat(later.read(table("raw.sales")).count()).isEqualTo(2);
  }

  @Test
  void anIntervalThatFailsIsHeldAndItsCleanRowsStay() {
    write(
        HEADER
            + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-05T11:00:00Z,A,1,\n"
            + "3,2013-02-05T10:00:00Z,A,1,\n4,2013-02-05T11:00:00Z,A,1,\n");
    ingest(open(), SALES, BOTH);
    write(
        HEADER
            + "5,2013-01-05T10:00:00Z,A,1,\n"
            + "6,2013-02-05T10:00:00Z,A,1,\n7,2013-02-05T11:00:00Z,A,1,\n");
    Lake lake = open();
    assertThatThrownBy(() -> ingest(lake, SALES, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "The contract of dataset sales refuses 1 of 2 intervals; their clean rows are as"
                + " before:\n"
                + "  2013-01-01/2013-02-01: row_count (rows in an interval: at least 2): 1 rows\n"
                + "The rows are in raw.sales, what each expectation saw in monitoring.validations."
                + " Mend the data, or the contract, and run again.");
    Lake after = open();
    assertThat(rows(after, "SELECT id FROM lake.clean.sales ORDER BY id"))
        .extracting(row -> row.getString(0))
        .containsExactly("1", "2", "6", "7");
    assertThat(rows(after, "SELECT id FROM lake.raw.sales ORDER BY id"))
        .extracting(row -> row.getString(0))
        .containsExactly("5", "6", "7");
    assertThat(
            rows(
                after,
                "SELECT held FROM lake.monitoring.validations WHERE expectation = 'row_count' AND"
                    + " result = 'not_met'"))
        .extracting(row -> row.getLong(0))
        .containsExactly(1L);
    assertThatThrownBy(() -> ingest(open(), SALES, BOTH))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "The contract of dataset sales refuses 1 of 2 intervals; their clean rows are as"
                + " before:\n"
                + "  2013-01-01/2013-02-01: refused in run \\S+, and neither the data nor the"
                + " contract has changed since\n"
                + "The rows are in raw\\.sales, what each expectation saw in"
                + " monitoring\\.validations\\. Mend the data, or the contract, and run again\\.");
  }

  @Test
  void aMendedContractIsReplayedFromRaw() {
    write(HEADER + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-05T11:00:00Z,A,0,\n");
    ingest(open(), SALES, JANUARY);
    String mended = SALES.replace("min: 1}", "min: 0}");
    // The source is gone: a replay does not need it.
    write(HEADER);
    Replay.Result result =
        new Replay(open()).execute(Contracts.contract(mended), folder.toString(), JANUARY);
    assertThat(result.replayed()).containsExactly(JANUARY);
    assertThat(result.report().clean()).isEqualTo(2);
    Lake lake = open();
    assertThat(lake.read(table("clean.sales")).count()).isEqualTo(2);
    assertThat(lake.read(table("quarantine.sales")).count()).isZero();
    assertThat(lake.read(table("raw.sales")).count()).isEqualTo(2);
    assertThat(
            new Replay(open())
                .execute(Contracts.contract(mended), folder.toString(), JANUARY)
                .replayed())
        .isEmpty();

    // With the file back, ingest finds that all is done.
    write(HEADER + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-05T11:00:00Z,A,0,\n");
    assertThat(ingest(open(), mended, JANUARY).upToDate()).isTrue();

    assertThatThrownBy(
            () ->
                new Replay(open())
                    .execute(
                        Contracts.contract(
                            SALES.replace("  note:", "  more: {type: int}\n  note:")),
                        folder.toString(),
                        JANUARY))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith(
            "Column more of table clean.sales is not there, and the definition adds it as int, not"
                + " null");
    assertThatThrownBy(
            () ->
                new Replay(open()).execute(Contracts.contract(SALES), folder.toString(), FEBRUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Nothing of dataset sales was ingested in 2013-02-01/2013-03-01, so there is nothing to"
                + " replay. Run ingest first.");
  }

  @Test
  void whatIsWrongWithASourceIsSaid() {
    Lake lake = open();
    assertThatThrownBy(() -> ingest(lake, SALES, JANUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "Source file \\S*/sales\\.csv does not exist\\. Put it there, or mend the path in the"
                + " dataset's definition\\.");
    write("id,sold_at,shop,piece,note\n1,2013-01-05T10:00:00Z,A,1,\n");
    assertThatThrownBy(() -> ingest(lake, SALES, JANUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "Source file \\S*/sales\\.csv has no column 'pieces'\\. It has id, sold_at, shop, piece,"
                + " note\\. Mend the file, or the dataset's columns\\.");
    write(HEADER);
    assertThatThrownBy(() -> ingest(lake, SALES, JANUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage("Dataset sales has no records: sales.csv has none. Deliver it" + " again.");
    write(HEADER + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-06T10:00:00Z,A,1,\n");
    assertThatThrownBy(() -> ingest(lake, SALES, FEBRUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Dataset sales has no records in 2013-02-01/2013-03-01: those of sales.csv lie between"
                + " 2013-01-05T10:00:00Z and 2013-01-06T10:00:00Z. Ask for an interval within, or"
                + " deliver the files of this one.");
    assertThatThrownBy(() -> ingest(lake, SALES, DataInterval.parse("2013-01-10/2013-02-10")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Dataset sales is kept by month, and 2013-01-10/2013-02-10 cuts one. Ask for whole ones:"
                + " 2013-01-01/2013-03-01.");
    assertThat(lake.exists(table("clean.sales"))).isFalse();
  }

  @Test
  void aTruncatedFileLeavesTheLakeAsItWas() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(",2013-01-05T10:00:00Z,A,").append(1 + i % 97).append(",n\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    write("sales.csv.gz", Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    String yaml = SALES.replace("path: sales.csv", "path: sales.csv.gz");
    assertThatThrownBy(() -> ingest(open(), yaml, JANUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "Source file \\S*/sales\\.csv\\.gz cannot be read to its end: Unexpected end of ZLIB"
                + " input stream\\. It is damaged or cut off; deliver it again\\.");
    write("sales.csv.gz", bytes.toByteArray());
    assertThat(ingest(open(), yaml, JANUARY).report().clean()).isEqualTo(20_000);
  }

  @Test
  void referencesAreCheckedAgainstTheOtherTablesCommittedRows() {
    write("shops.csv", "shop,city\nA,Muscat\n".getBytes(StandardCharsets.UTF_8));
    String shops =
        """
        dataset: shops
        source: {format: csv, path: shops.csv, changed: take}
        keys: [shop]
        partition: whole
        columns:
          shop: {type: string}
          city: {type: string}
        """;
    String sales =
        SALES
            + "  - {references: {columns: [shop], table: clean.shops, to: [shop]}, severity:"
            + " QUARANTINE}\n"
            + "  - {unique: {columns: [shop, pieces], winner: none}, severity: WARN}\n";
    write(
        HEADER
            + "1,2013-01-05T10:00:00Z,A,1,\n2,2013-01-05T11:00:00Z,B,1,\n"
            + "3,2013-01-05T11:00:00Z,A,1,\n4,2013-01-05T11:00:00Z,A,NA,\n");
    assertThatThrownBy(() -> ingest(open(), sales, JANUARY))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has no table clean.shops");
    ingest(open(), shops, JANUARY);
    String wrong =
        sales.replace(
            "columns: [shop], table: clean.shops, to: [shop]",
            "columns:" + " [pieces, shop], table: clean.shops, to: [city, shopp]");
    assertThatThrownBy(() -> ingest(open(), wrong, JANUARY))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "'references_pieces_shop' of dataset 'sales' holds column 'pieces', of type int, against"
                + " 'city' of clean.shops, of type string, and neither type has the values of the"
                + " other: give both one type.\n"
                + "'references_pieces_shop' of dataset 'sales' names column 'shopp' of clean.shops,"
                + " which has none. Did you mean 'shop'?");
    assertThat(open().exists(table("raw.sales"))).isFalse();
    Lake lake = open();
    Ingest.Result result = ingest(lake, sales, JANUARY);
    assertThat(result.report().quarantined()).isEqualTo(1);
    assertThat(result.report().intervals().get(0).outcomes())
        .filteredOn(outcome -> outcome.failed() > 0)
        .extracting(outcome -> outcome.check().name() + " " + outcome.failed())
        .containsExactly("references_shop 1", "unique_shop_pieces 2");
    assertThat(rows(lake, "SELECT id, _reasons[0].expectation FROM lake.quarantine.sales"))
        .extracting(Row::toString)
        .containsExactly("[2,references_shop]");

    // A new shop makes the sales be looked at again.
    write("shops.csv", "shop,city\nA,Muscat\nB,Nizwa\n".getBytes(StandardCharsets.UTF_8));
    ingest(open(), shops, JANUARY);
    Replay.Result later =
        new Replay(open()).execute(Contracts.contract(sales), folder.toString(), JANUARY);
    assertThat(later.replayed()).containsExactly(JANUARY);
    assertThat(later.report().quarantined()).isZero();
    assertThat(ingest(open(), sales, JANUARY).upToDate()).isTrue();
    write("shops.csv", "shop,city\nB,Nizwa\n".getBytes(StandardCharsets.UTF_8));
    ingest(open(), shops, JANUARY);
    Ingest.Result again = ingest(open(), sales, JANUARY);
    assertThat(again.ingested()).containsExactly(JANUARY);
    assertThat(again.report().quarantined()).isEqualTo(3);
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows, whatever the format, and what becomes of files that cannot be read. */
class SourceFilesTest {

  private static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");

  private static final String SALES =
      """
      dataset: sales
      source: {format: %s, path: "%s", unreadable: %s}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        pieces: {type: int, nullable: true}
        price: {type: "decimal(9,2)", nullable: true}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
      """;

  private static final List<String> CLEAN =
      List.of("[a,2013-01-05 10:00:00.0,1,1.50]", "[d,2013-01-06 10:00:00.0,null,null]");
  private static final List<String> QUARANTINE =
      List.of("[b,in_range_pieces,0]", "[c,type_pieces,x]");

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = TestLake.in(folder).open("sales");
  }

  private Ingest.Result ingest(String format, String path, String unreadable) {
    Contract contract = Contracts.contract(SALES.formatted(format, path, unreadable));
    return new Ingest(lake).execute(contract, folder.toString(), JANUARY);
  }

  private List<String> rows(String sql) {
    return lake.query(sql).collectAsList().stream().map(Row::toString).toList();
  }

  private void theSalesAreThere() {
    assertThat(rows("SELECT id, sold_at, pieces, price FROM lake.clean.sales ORDER BY id"))
        .isEqualTo(CLEAN);
    assertThat(
            rows(
                "SELECT id, _reasons[0].expectation, _reasons[0].value FROM lake.quarantine.sales"
                    + " ORDER BY id"))
        .isEqualTo(QUARANTINE);
  }

  @Test
  void aFolderMayBeCalledWhatAGlobWouldTakeForAPattern() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("a[1] {b,c} *? \\d"));
    Files.writeString(
        odd.resolve("s.csv"), "id,sold_at,pieces,price\na,2013-01-05T10:00:00Z,1,2\n");
    Contract contract = Contracts.contract(SALES.formatted("csv", "*.csv", "stop"));

    new Ingest(lake).execute(contract, odd.toString(), JANUARY);

    assertThat(rows("SELECT id FROM lake.clean.sales")).containsExactly("[a]");
    assertThat(rows("SELECT DISTINCT file FROM lake.monitoring.source_files"))
        .containsExactly("[file:" + odd + "/s.csv]");
    Files.delete(odd.resolve("s.csv"));
    Lake other = TestLake.in(folder.resolve("other")).open("sales");
    assertThatThrownBy(() -> new Ingest(other).execute(contract, odd.toString(), JANUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("Source file file:" + odd + "/*.csv does not exist.");
  }

  @Test
  void jsonLines() throws IOException {
    Files.writeString(
        folder.resolve("s.jsonl"),
        """
        {"id":"a","sold_at":"2013-01-05T10:00:00Z","pieces":1,"price":1.50,"more":{"x":1}}
        {"pieces":0,"id":"b","sold_at":"2013-01-05T10:00:00Z","price":2}

        {"id":"c","sold_at":"2013-01-05T10:00:00Z","pieces":"x"}
        {"id":"d","sold_at":"2013-01-06T10:00:00Z","pieces":null}
        {"id":"e",
        """);

    Ingest.Result result = ingest("json_lines", "s.jsonl", "stop");

    assertThat(result.report().quarantined()).isEqualTo(3);
    assertThat(
            rows(
                "SELECT _text, _reasons[0].expectation, substring_index(_row, ':', -1)"
                    + " FROM lake.quarantine.sales WHERE id IS NULL"))
        .containsExactly("[{\"id\":\"e\",,parsed,4]");
    assertThat(rows("SELECT _problem FROM lake.raw.sales WHERE _text IS NOT NULL"))
        .singleElement()
        .asString()
        .startsWith("[it is no JSON: ");
    assertThat(rows("SELECT id, sold_at, pieces, price FROM lake.clean.sales ORDER BY id"))
        .isEqualTo(CLEAN);
    assertThat(ingest("json_lines", "s.jsonl", "stop").upToDate()).isTrue();
  }

  @Test
  void parquet() throws IOException {
    TestSpark.session()
        .sql(
            "SELECT * FROM VALUES ('a', timestamp '2013-01-05 10:00:00Z', '1', 1.5BD),"
                + " ('b', timestamp '2013-01-05 10:00:00Z', '0', 2BD),"
                + " ('c', timestamp '2013-01-05 10:00:00Z', 'x', null),"
                + " ('d', timestamp '2013-01-06 10:00:00Z', null, null)"
                + " AS t(id, sold_at, pieces, price)")
        .write()
        .parquet(folder.resolve("p").toString());

    ingest("parquet", "p", "stop");

    theSalesAreThere();
    assertThat(ingest("parquet", "p/*.parquet", "stop").upToDate()).isTrue();
  }

  @Test
  void avro() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                    + "{\"name\":\"id\",\"type\":\"string\"},"
                    + "{\"name\":\"sold_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},"
                    + "{\"name\":\"pieces\",\"type\":[\"null\",\"int\",\"string\"]},"
                    + "{\"name\":\"price\",\"type\":[\"null\",\"double\"]}]}");
    long fifth = 1357380000000L;
    try (DataFileWriter<GenericRecord> out =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      out.create(schema, folder.resolve("s.avro").toFile());
      Object[][] sales = {
        {"a", fifth, 1, 1.5},
        {"b", fifth, 0, 2.0},
        {"c", fifth, "x", null},
        {"d", fifth + 86_400_000, null, null}
      };
      for (Object[] sale : sales) {
        out.append(
            new GenericRecordBuilder(schema)
                .set("id", sale[0])
                .set("sold_at", sale[1])
                .set("pieces", sale[2])
                .set("price", sale[3])
                .build());
      }
    }

    ingest("avro", "s.avro", "stop");

    theSalesAreThere();
  }

  private static final String HEADER = "id,sold_at,pieces,price\n";

  private void csv(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aFileThatCannotBeReadIsSetAsideWholeOrStopsAll() throws IOException {
    csv("a.csv", HEADER + "a,2013-01-05T10:00:00Z,1,1.5\nb,2013-01-05T10:00:00Z,0,2\n");
    csv("b.csv", "id,sold_at,pieces\nz,2013-01-05T10:00:00Z,1\n");
    byte[] whole = packed(HEADER + "c,2013-01-05T10:00:00Z,x,\nd,2013-01-06T10:00:00Z,,\n");
    Files.write(folder.resolve("c.csv.gz"), Arrays.copyOf(whole, whole.length - 9));

    assertThatThrownBy(() -> ingest("csv", "*.csv*", "stop"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("b.csv has no column 'price'.");
    assertThat(lake.exists(io.falaj.lineage.TableName.parse("raw.sales"))).isFalse();

    Ingest.Result result = ingest("csv", "*.csv*", "set_aside");

    assertThat(result.report().rows()).isEqualTo(2);
    assertThat(result.found().setAside())
        .extracting(unreadable -> unreadable.file().name())
        .containsExactly("b.csv", "c.csv.gz");
    assertThat(
            rows(
                "SELECT dataset, file, size, sha256, reason FROM lake.monitoring.source_files WHERE"
                    + " status = 'unreadable'"))
        .containsExactlyElementsOf(
            result.found().setAside().stream()
                .map(
                    unreadable ->
                        "[sales,%s,%d,%s,%s]"
                            .formatted(
                                unreadable.file().uri(),
                                unreadable.file().size(),
                                unreadable.file().sha256().hex(),
                                unreadable.reason()))
                .toList());

    Ingest.Result again = ingest("csv", "*.csv*", "set_aside");
    assertThat(again.upToDate()).isTrue();
    assertThat(again.found().setAside()).as("told each time").isEqualTo(result.found().setAside());

    Files.delete(folder.resolve("b.csv"));
    Files.write(folder.resolve("c.csv.gz"), whole);
    assertThat(ingest("csv", "*.csv*", "set_aside").found().setAside()).isEmpty();
    theSalesAreThere();
  }

  @Test
  void withoutAnyFileThatCanBeReadNothingIsDone() throws IOException {
    csv("a.csv", "");
    csv("b.csv", "x\n");

    assertThatThrownBy(() -> ingest("csv", "*.csv", "set_aside"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "None of the 2 files of dataset sales can be read. Source file \\S*/a.csv is empty: it"
                + " has not even a header. Deliver it again.");
  }

  @Test
  void whatDoesNotBelongToAFormatIsRefused() {
    String parquet =
        SALES
            .formatted("parquet", "p", "stop")
            .replace(
                "path:", "delimiter: ';', quote: \"'\", null_value: NA, encoding: UTF-8, path:");
    assertThat(Contracts.problems(parquet))
        .containsExactly(
            "d.yaml:2:9: 'delimiter' is for csv only: leave it out.",
            "d.yaml:2:9: 'quote' is for csv only: leave it out.",
            "d.yaml:2:9: 'null_value' is for csv only: leave it out.",
            "d.yaml:2:9: 'encoding' is for csv and json_lines only: leave it out.");
    assertThat(
            Contracts.problems(
                SALES.formatted("csv", "p", "stop").replace("path:", "encoding: UFT-8, path:")))
        .containsExactly(
            "d.yaml:2:9: 'encoding' is 'UFT-8', which is no character set. Write UTF-8, ISO-8859-1 or"
                + " windows-1256, for example.");
    assertThat(
            Contracts.contract(
                    SALES
                        .formatted("json_lines", "p", "stop")
                        .replace("path:", "encoding: latin1, path:"))
                .fingerprint())
        .as("one character set, one fingerprint, whatever its alias")
        .isEqualTo(
            Contracts.contract(
                    SALES
                        .formatted("json_lines", "p", "stop")
                        .replace("path:", "encoding: ISO-8859-1, path:"))
                .fingerprint());
  }
}

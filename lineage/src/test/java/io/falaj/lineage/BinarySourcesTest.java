package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet and Avro: values become the text that reads back as the same value. */
final class BinarySourcesTest {

  private static final SourceFormat PARQUET = new SourceFormat.Parquet();
  private static final SourceFormat AVRO = new SourceFormat.Avro();

  @TempDir static Path lakeFolder;
  private static Sources sources;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    sources = TestLake.in(lakeFolder).open().sources();
  }

  private List<List<@Nullable String>> read(SourceFormat format, String glob, String... columns) {
    List<SourceFile> files = sources.list(folder + "/" + glob);
    List<List<@Nullable String>> found = new ArrayList<>();
    for (Row row : sources.read(files, format, List.of(columns)).collectAsList()) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        values.add(row.getString(i));
      }
      assertThat(row.isNullAt(columns.length + 2)).isTrue();
      assertThat(row.isNullAt(columns.length + 3)).isTrue();
      found.add(values);
    }
    return found;
  }

  /** One Parquet file of a query's rows. */
  private void parquet(String name, String query) throws IOException {
    Path written = folder.resolve("spark-" + name);
    TestSpark.session().sql(query).coalesce(1).write().parquet(written.toString());
    try (var files = Files.newDirectoryStream(written, "part-*.parquet")) {
      Files.move(files.iterator().next(), folder.resolve(name));
    }
  }

  @Test
  void parquetOfEveryTypeIsReadAsText() throws IOException {
    parquet(
        "a.parquet",
        "SELECT 1 AS i, 0.1D AS d, 1.50BD AS n, TIMESTAMP '2013-03-10 06:59:59.123456Z' AS t,"
            + " DATE '2013-03-10' AS day, true AS b, 'x' AS s, X'00FF' AS bytes,"
            + " named_struct('k', array(1, 2)) AS nested, CAST('NaN' AS float) AS nan,"
            + " CAST(null AS int) AS nothing");

    assertThat(
            read(
                PARQUET,
                "*.parquet",
                "s",
                "i",
                "d",
                "n",
                "t",
                "day",
                "b",
                "bytes",
                "nested",
                "nan",
                "nothing"))
        .containsExactly(
            Arrays.asList(
                "x",
                "1",
                "0.1",
                "1.50",
                "2013-03-10 06:59:59.123456",
                "2013-03-10",
                "true",
                "AP8=",
                "{\"k\":[1,2]}",
                "NaN",
                null));
  }

  @Test
  void parquetFilesOfOneSourceMayDifferInTypesAndOrder() throws IOException {
    parquet("a.parquet", "SELECT id AS a, 'x' AS b FROM range(3)");
    parquet("b.parquet", "SELECT 'y' AS b, 2.5D AS a, 1 AS more");
    List<SourceFile> files = sources.list(folder + "/*.parquet");

    List<Row> rows = sources.read(files, PARQUET, List.of("a", "b")).collectAsList();

    assertThat(rows)
        .extracting(row -> row.getString(0) + row.getString(1))
        .containsExactlyInAnyOrder("0x", "1x", "2x", "2.5y");
    assertThat(rows)
        .extracting(row -> row.getString(2) + " " + row.getString(3))
        .containsExactlyInAnyOrder(
            files.get(0).sha256() + ":0 a.parquet",
            files.get(0).sha256() + ":1 a.parquet",
            files.get(0).sha256() + ":2 a.parquet",
            files.get(1).sha256() + ":0 b.parquet");
    assertThat(sources.columns(files.get(1), PARQUET)).hasValue(List.of("b", "a", "more"));
    assertThatThrownBy(() -> sources.read(files, PARQUET, List.of("more")))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Source file %s has no column 'more'. It has a, b. Mend the file, or the dataset's"
                + " columns.",
            files.get(0).uri());
  }

  @Test
  void filesMayBeCalledWhatAGlobWouldTakeForAPattern() throws IOException {
    for (String name : List.of("1", "[1]", "[2]", " {1,2}*?\\")) {
      parquet("p" + name + ".parquet", "SELECT '" + name.replace("\\", "\\\\") + "' AS a");
    }
    List<SourceFile> files = sources.list(folder + "/*.parquet");
    assertThat(
            sources.read(files, PARQUET, List.of("a")).collectAsList().stream()
                .map(row -> "p" + row.getString(0) + ".parquet " + row.getString(1)))
        .containsExactlyInAnyOrderElementsOf(
            files.stream().map(file -> file.name() + " " + file.sha256() + ":0").toList())
        .hasSize(4);
    assertThat(sources.read(files, PARQUET, List.of("a")).select("_source").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrderElementsOf(files.stream().map(SourceFile::name).toList());
    assertThat(read(PARQUET, "p\\[1\\].parquet", "a")).as("alone").containsExactly(List.of("[1]"));
  }

  @Test
  void parquetColumnsThatSparkDoesNotReadAreInTheWayOfNobodyElse() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { required int64 id; required int64 at (TIMESTAMP(NANOS,true));"
                + " required int64 clock (TIME(MICROS,true)); required int32 same;"
                + " required int32 Same; required group in { required int32 x; required int32 X; }"
                + " required int32 `odd; }");
    Group record =
        new SimpleGroupFactory(type)
            .newGroup()
            .append("id", 7L)
            .append("at", 1L)
            .append("clock", 1L)
            .append("same", 1)
            .append("Same", 2);
    record.addGroup("in").append("x", 1).append("X", 2);
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(folder.resolve("a.parquet").toString());
    try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path).withType(type).build()) {
      writer.write(record.append("`odd", 3));
    }
    List<SourceFile> file = sources.list(folder + "/a.parquet");

    assertThat(read(PARQUET, "a.parquet", "id", "`odd", "id"))
        .as("a column may be taken twice")
        .containsExactly(List.of("7", "3", "7"));
    assertThat(sources.names(file, PARQUET)).containsExactly("id", "`odd");
    assertThat(sources.types(file.get(0), PARQUET).orElseThrow().fieldNames())
        .containsExactly("id", "`odd");
    assertThat(sources.columns(file.get(0), PARQUET).orElseThrow()).hasSize(7);
    Map<String, String> problems =
        Map.of(
            "at", "Spark has no type for required int64 at (TIMESTAMP(NANOS,true))",
            "clock", "Spark has no type for required int64 clock (TIME(MICROS,true))",
            "same", "'same' and 'Same' differ in case alone",
            "in", "'x' and 'X' differ in case alone");
    problems.forEach(
        (column, problem) -> {
          assertThat(unreadable(PARQUET, "a.parquet", "id", column))
              .containsExactly(
                  "Source file %s has a column '%s' that cannot be read: %s. Deliver it in another form, or leave the column out of the dataset."
                      .formatted(file.get(0).uri(), column, problem));
        });
    assertThatThrownBy(() -> read(PARQUET, "a.parquet", "at"))
        .isInstanceOf(FalajException.DataRefused.class);
  }

  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                  + "{\"name\":\"id\",\"type\":\"long\"},"
                  + "{\"name\":\"s\",\"type\":[\"null\",\"string\"]},"
                  + "{\"name\":\"bytes\",\"type\":\"bytes\"},"
                  + "{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}},"
                  + "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}]}");

  private Path avro(String name, int records) throws IOException {
    assertThat(LogicalTypes.fromSchema(SCHEMA.getField("at").schema())).isNotNull();
    Path file = folder.resolve(name);
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
      writer.setSyncInterval(100);
      writer.create(SCHEMA, file.toFile());
      long at = Instant.parse("2013-03-10T06:59:59Z").getEpochSecond() * 1_000_000 + 123_456;
      for (int i = 0; i < records; i++) {
        writer.append(
            new GenericRecordBuilder(SCHEMA)
                .set("id", (long) i)
                .set("s", i == 1 ? null : "s" + i)
                .set("bytes", ByteBuffer.wrap(new byte[] {0, (byte) 255}))
                .set("at", at)
                .set("tags", List.of("a", "b\"c"))
                .build());
      }
    }
    return file;
  }

  @Test
  void avroStatesTypesAndWhatTablesDoNotHaveIsText() throws IOException {
    Path file = avro("t.avro", 1);
    assertThat(sources.types(sources.list(file.toString()).get(0), AVRO).orElseThrow().toDDL())
        .isEqualTo("id BIGINT,s STRING,bytes STRING,at TIMESTAMP,tags STRING");
    Schema more =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                    + "{\"name\":\"d\",\"type\":[\"null\",{\"type\":\"bytes\","
                    + "\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}]},"
                    + "{\"name\":\"day\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}},"
                    + "{\"name\":\"clock\",\"type\":"
                    + "{\"type\":\"int\",\"logicalType\":\"time-millis\"}},"
                    + "{\"name\":\"either\",\"type\":[\"int\",\"string\"]},"
                    + "{\"name\":\"f\",\"type\":\"float\"},{\"name\":\"b\",\"type\":\"boolean\"},"
                    + "{\"name\":\"i\",\"type\":\"int\"},{\"name\":\"x\",\"type\":\"double\"}]}");
    assertThat(AvroTypes.of(more).toDDL())
        .isEqualTo(
            "d DECIMAL(9,2),day DATE,clock STRING,either STRING,f FLOAT,b BOOLEAN,i INT,x DOUBLE");
  }

  @Test
  void avroRecordsAreReadAsText() throws IOException {
    avro("a.avro", 2);

    assertThat(read(AVRO, "a.avro", "s", "id", "bytes", "at", "tags"))
        .containsExactly(
            List.of("s0", "0", "AP8=", "2013-03-10T06:59:59.123456Z", "[\"a\", \"b\\\"c\"]"),
            Arrays.asList(null, "1", "AP8=", "2013-03-10T06:59:59.123456Z", "[\"a\", \"b\\\"c\"]"));
    assertThat(sources.columns(sources.list(folder + "/a.avro").get(0), AVRO))
        .hasValue(List.of("id", "s", "bytes", "at", "tags"));
  }

  @Test
  void filesThatCannotBeReadAreToldWithTheirReasons() throws IOException {
    avro("good.avro", 50);
    byte[] whole = Files.readAllBytes(avro("a.avro", 50));
    Files.write(folder.resolve("cut.avro"), Arrays.copyOf(whole, whole.length - 10));
    Files.write(folder.resolve("none.avro"), new byte[0]);
    parquet("good.parquet", "SELECT 1 AS a");
    byte[] columns = Files.readAllBytes(folder.resolve("good.parquet"));
    Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(columns, columns.length - 10));

    assertThat(unreadable(AVRO, "*.avro", "id"))
        .satisfiesExactly(
            cut ->
                assertThat(cut)
                    .contains("cut.avro cannot be read to its end: its last block is cut off. "),
            none ->
                assertThat(none)
                    .contains("none.avro cannot be read to its end: it ends too early. "));
    assertThatThrownBy(() -> read(AVRO, "cut.avro", "id"))
        .rootCause()
        .hasMessageContaining("its last block is cut off");
    assertThat(unreadable(AVRO, "good.avro", "missing"))
        .singleElement()
        .asString()
        .contains("good.avro has no column 'missing'. It has id, s, bytes, at, tags.");
    assertThat(unreadable(PARQUET, "*.parquet", "a"))
        .singleElement()
        .asString()
        .contains("cut.parquet cannot be read to its end: ")
        .endsWith("It is damaged or cut off; deliver it again.");
    assertThatThrownBy(() -> read(PARQUET, "cut.parquet", "a"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("cut.parquet cannot be read to its end: ");
  }

  @Test
  void ofFilesWithAColonInTheirNameAvroIsReadAndParquetNamed() throws IOException {
    avro("a:b.avro", 3);
    assertThat(read(AVRO, "*.avro", "id")).hasSize(3);
    parquet("good.parquet", "SELECT 1 AS a");
    Files.copy(folder.resolve("good.parquet"), folder.resolve("a:b.parquet"));
    assertThat(unreadable(PARQUET, "*.parquet", "a"))
        .containsExactly(
            "Source file file:%s/a:b.parquet has a colon in its name, and Hadoop reads no such Parquet file from a local disk. Deliver it under a name without."
                .formatted(folder));
    assertThatThrownBy(() -> read(PARQUET, "a:b.parquet", "a"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("a:b.parquet has a colon in its name");
  }

  private List<String> unreadable(SourceFormat format, String glob, String... columns) {
    return sources.unreadable(sources.list(folder + "/" + glob), format, List.of(columns)).stream()
        .map(UnreadableFile::reason)
        .toList();
  }
}

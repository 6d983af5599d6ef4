package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SourcesTest extends TextSources {

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aRecordIsKnownByItsFileAndOrdinal() throws IOException {
    String text = "a,b\n1,\"x\ny\"\n\n1,\"x\ny\"\n1,2,3\n";
    SourceFile file = file("x.csv", text);
    SourceFile again = file("y.csv.gz", gzip(text));
    Dataset<Row> rows = sources.read(List.of(file, again), CSV, List.of("a", "b"));
    String plain = Fingerprint.of(text).hex();
    assertThat(file.sha256().hex()).isEqualTo(plain);
    assertThat((Row[]) rows.select("_row", "_source").collect())
        .extracting(row -> row.getString(0).replace(again.sha256().hex(), "GZ") + row.get(1))
        .containsExactly(
            plain + ":0x.csv",
            plain + ":1x.csv",
            plain + ":2x.csv",
            "GZ:0y.csv.gz",
            "GZ:1y.csv.gz",
            "GZ:2y.csv.gz");
    Path moved = Files.createDirectories(folder.resolve("other")).resolve("x.csv");
    Files.writeString(moved, text);
    assertThat(sources.list(moved.toString()).get(0).input()).isEqualTo(file.input());
  }

  @Test
  void bytesThatAreNoUtf8FailTheirRecordAlone() throws IOException {
    Charset latin = StandardCharsets.ISO_8859_1;
    SourceFile file = file("x.csv", "a,b\n1,Zürich\n2,x\n".getBytes(latin));
    assertThat(records(file))
        .containsExactly(bad("1,Z\uFFFDrich", "it has bytes that are no UTF-8"), good("2", "x"));
    SourceFile replacement = file("y.csv", "a,b\n1,\uFFFD\n");
    assertThat(records(replacement))
        .as("a character like others")
        .containsExactly(good("1", "\uFFFD"));
    SourceFile json = file("x.json", "{\"a\":\"Zürich\"}\n{\"a\":\"x\"}\n".getBytes(latin));
    assertThat(values(sources.read(List.of(json), JSON, List.of("a", "b"))))
        .containsExactly(
            bad("{\"a\":\"Z\uFFFDrich\"}", "it has bytes that are no UTF-8"), good("x", null));
    SourceFile header = file("z.csv", "a,b\u00fc\n1,2\n".getBytes(latin));
    assertThatThrownBy(() -> records(header))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining(
            "z.csv is no UTF-8: its header has other bytes. Say the file's 'encoding' in the dataset's source, or save it as UTF-8.");
  }

  @Test
  void theNamesOfSeveralFilesAreThoseThatAllOfThemHaveOnceAndOfJsonAnyRecords() throws IOException {
    SourceFile one = file("x.csv", "c,a,b,b,d\n");
    SourceFile other = file("y.csv", "a,b,c\n");
    assertThat(sources.names(List.of(one, other), CSV)).containsExactly("c", "a");
    SourceFile json = file("x.json", "{\"b\":1}\nno json\n[{\"x\":1}]\n{\"a\":{\"z\":1},\"b\":2}");
    SourceFile more = file("y.json", "{\"c\":1,\"a\":1}");
    assertThat(sources.names(List.of(json, more), JSON)).containsExactly("b", "a", "c");
    StringBuilder wide = new StringBuilder("{\"c0\":0");
    for (int i = 1; i <= 4096; i++) {
      wide.append(",\"c").append(i).append("\":").append(i);
    }
    SourceFile tooWide = file("z.json", wide.append('}').toString());
    assertThatThrownBy(() -> sources.names(List.of(tooWide), JSON))
        .hasMessageContaining("has more than 4096 different names in its records");
  }

  @Test
  void jsonLinesKeepWhatIsNoObjectAsText() throws IOException {
    SourceFile file =
        file(
            "x.json",
            "\uFEFF{\"a\":1,\"b\":{\"c\":[1,2]}}\n[1]\n\n{\"a\":\n{\"b\":null,\"a\":\"\"}\n"
                + "{\"a\":1}{\"a\":2}\n{\"a\":1,\"a\":2}\n{\"a\":0.10000000000000000001}");
    List<List<@Nullable String>> found =
        values(sources.read(List.of(file), JSON, List.of("a", "b")));
    assertThat(found).hasSize(7);
    assertThat(found.get(0)).isEqualTo(good("1", "{\"c\":[1,2]}"));
    assertThat(found.get(1)).isEqualTo(bad("[1]", "it is no JSON object"));
    assertThat(found.get(2).get(2)).isEqualTo("{\"a\":");
    assertThat(found.get(2).get(3)).startsWith("it is no JSON: ");
    assertThat(found.get(3)).isEqualTo(good("", null));
    assertThat(found.get(4).get(2)).isEqualTo("{\"a\":1}{\"a\":2}");
    assertThat(found.get(4).get(3)).startsWith("it is no JSON: Trailing token");
    assertThat(found.get(5).get(3)).isEqualTo("it is no JSON: Duplicate field 'a'");
    assertThat(found.get(6)).isEqualTo(good("0.10000000000000000001", null));
  }

  @Test
  void aTruncatedGzipFileIsRefusedHoweverMuchOfItCouldBeRead() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      text.append(i).append(',').append(random.nextLong()).append('\n');
    }
    byte[] whole = gzip(text.toString());
    SourceFile cut = file("x.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    assertThat(sources.columns(cut, CSV)).hasValue(List.of("a", "b"));
    assertThatThrownBy(() -> sources.read(List.of(cut), CSV, List.of("a")).count())
        .rootCause()
        .hasMessageContaining("Unexpected end of ZLIB input stream");
    Lake lake = TestLake.in(folder.resolve("own")).open();
    assertThatThrownBy(() -> ingest(lake, cut))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Source file %s cannot be read to its end: Unexpected end of ZLIB input stream. It is"
                + " damaged or cut off; deliver it again.",
            cut.uri());
    SourceFile head = file("y.csv.gz", Arrays.copyOf(whole, 5));
    assertThatThrownBy(() -> sources.columns(head, CSV))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("y.csv.gz cannot be read to its end: ");
    SourceFile none = file("z.csv.gz", "a,b\n1,2\n");
    assertThatThrownBy(() -> sources.columns(none, CSV))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("z.csv.gz cannot be read to its end: Not in GZIP format");
  }

  private void ingest(Lake lake, SourceFile file) {
    Dataset<Row> rows = lake.sources().read(List.of(file), CSV, List.of("a"));
    try (Step step = lake.begin(TestRows.request("a", DataInterval.WHOLE))) {
      step.replaceIntervals(TableSpec.of(TestRows.RAW, rows.schema()), rows).commit();
    }
  }

  @Test
  void filesAreListedByNameWithoutHiddenOnes() throws IOException {
    for (String name : List.of("b.csv", "a.csv", ".c.csv", "_d.csv", "e.txt")) {
      Files.writeString(folder.resolve(name), name);
    }
    Files.createDirectory(folder.resolve("sub"));
    assertThat(sources.list(folder.toString()))
        .extracting(SourceFile::name)
        .containsExactly("a.csv", "b.csv", "e.txt");
    assertThat(sources.list(folder + "/*.csv"))
        .extracting(SourceFile::name)
        .contains("a.csv", "b.csv")
        .doesNotContain("e.txt");
    for (String none : List.of("/none.csv", "/none/*.csv", "/*.parquet", "/sub")) {
      assertThatThrownBy(() -> sources.list(folder + none))
          .isInstanceOf(FalajException.DataRefused.class)
          .hasMessage(
              "Source file %s does not exist. Put it there, or mend the path in the dataset's"
                  + " definition.",
              folder + none);
    }
  }

  @Test
  void aColonInANameIsACharacterLikeOthers() throws IOException {
    Path days = Files.createDirectories(folder.resolve("days/2020-01-01T00:00"));
    Files.writeString(days.resolve("a:b.csv"), "a,b\n1,x\n");
    Files.write(days.resolve("a:b.csv.gz"), gzip("a,b\n2,y\n"));
    Files.writeString(days.resolve("c.csv"), "a,b\n3,z\n");
    for (String glob :
        List.of(
            days.toString(),
            days + "/*",
            folder + "/days/*:00/*.csv*",
            folder + "/{days,other}/*/{a:b,c}.csv{,.gz}",
            "file:" + folder + "/*/*/[a-c]*")) {
      List<SourceFile> files = sources.list(glob);
      assertThat(files)
          .as(glob)
          .extracting(SourceFile::name)
          .containsExactly("a:b.csv", "a:b.csv.gz", "c.csv");
      assertThat(values(sources.read(files, CSV, List.of("a", "b"))))
          .containsExactly(good("1", "x"), good("2", "y"), good("3", "z"));
      assertThat(sources.unreadable(files, CSV, List.of("a", "b"))).isEmpty();
    }
    assertThat(sources.list(days + "/a:b.csv")).hasSize(1);
    assertThat(sources.list(Sources.literal(days + "/a:b.csv"))).hasSize(1);
    for (String none : List.of("/c:d.csv", "/c.csv/*", "/c.csv/*/d", "/*/d:e", "/none:/x*")) {
      assertThat(sources.find(days + none, List.of())).as(none).isEmpty();
    }
    assertThat(Sources.isUri("file:/a:b.csv")).isTrue();
    assertThat(Sources.isUri("S3a://bucket/x")).isTrue();
    assertThat(Sources.isUri("a:b.csv")).isFalse();
  }

  @Test
  void textIsReadInTheEncodingOfItsSource() throws IOException {
    SourceFormat latin = new SourceFormat.Csv(',', '"', "", "ISO-8859-1");
    SourceFile csv = file("x.csv", "a,b\n1,Zürich\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(values(sources.read(List.of(csv), latin, List.of("a", "b"))))
        .containsExactly(good("1", "Zürich"));
    SourceFormat utf16 = new SourceFormat.JsonLines("UTF-16");
    SourceFile json =
        file("x.json", "{\"a\":\"\u062f\u0628\u064a\"}\n".getBytes(StandardCharsets.UTF_16));
    assertThat(values(sources.read(List.of(json), utf16, List.of("a", "b"))))
        .containsExactly(good("\u062f\u0628\u064a", null));
    SourceFormat arabic = new SourceFormat.Csv(',', '"', "", "windows-1256");
    SourceFile dubai =
        file("y.csv", "a,b\n1,\u062f\u0628\u064a\n".getBytes(Charset.forName("windows-1256")));
    assertThat(values(sources.read(List.of(dubai), arabic, List.of("a", "b"))))
        .containsExactly(good("1", "\u062f\u0628\u064a"));
  }

  @Test
  void filesThatCannotBeReadAreToldWithTheirReasons() throws IOException {
    byte[] packed = gzip("a,b\n" + "1,x\n".repeat(10_000));
    file("good.csv", "a,b\n1\n");
    file("good.csv.gz", packed);
    SourceFile cut = file("cut.csv.gz", Arrays.copyOf(packed, packed.length - 8));
    SourceFile less = file("less.csv", "a\n1\n");
    SourceFile empty = file("empty.csv", "");
    assertThat(
            sources.unreadable(sources.list(folder + "/*.csv*"), CSV, List.of("a", "b")).stream())
        .extracting(UnreadableFile::file, UnreadableFile::reason)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                cut,
                "Source file %s cannot be read to its end: it ends too early. It is damaged or cut off; deliver it again."
                    .formatted(cut.uri())),
            org.assertj.core.groups.Tuple.tuple(
                less,
                "Source file %s has no column 'b'. It has a. Mend the file, or the dataset's columns."
                    .formatted(less.uri())),
            org.assertj.core.groups.Tuple.tuple(
                empty,
                "Source file %s is empty: it has not even a header. Deliver it again."
                    .formatted(empty.uri())));
  }
}

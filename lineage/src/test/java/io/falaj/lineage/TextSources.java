package io.falaj.lineage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files of text, and the records that are read from them. */
abstract class TextSources {

  static final SourceFormat.Csv CSV = SourceFormat.Csv.STANDARD;
  static final SourceFormat JSON = SourceFormat.JsonLines.STANDARD;

  @TempDir Path lakeFolder;
  @TempDir Path folder;

  Sources sources;

  @BeforeEach
  void open() {
    sources = TestLake.in(lakeFolder).open().sources();
  }

  SourceFile file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  SourceFile file(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    return sources.list(file.toString()).get(0);
  }

  /** The columns a and b, then text and failure, of each record. */
  List<List<@Nullable String>> records(SourceFile file) {
    return values(sources.read(List.of(file), CSV, List.of("a", "b")));
  }

  static List<List<@Nullable String>> values(Dataset<Row> rows) {
    return Arrays.stream((Row[]) rows.select("a", "b", "_text", "_failed").collect())
        .map(TextSources::list)
        .toList();
  }

  static List<@Nullable String> list(Row row) {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.getString(i));
    }
    return values;
  }

  static List<@Nullable String> good(@Nullable String a, @Nullable String b) {
    return Arrays.asList(a, b, null, null);
  }

  static List<@Nullable String> bad(String text, String reason) {
    return Arrays.asList(null, null, text, reason);
  }
}

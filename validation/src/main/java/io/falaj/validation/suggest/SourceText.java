package io.falaj.validation.suggest;

import io.falaj.lineage.SourceFormat;
import java.util.ArrayList;
import java.util.List;

/** Where a dataset comes from, as YAML states it. */
final class SourceText {

  private SourceText() {}

  static String of(SourceFormat format, String path) {
    List<String> parts = new ArrayList<>();
    if (format instanceof SourceFormat.Csv csv) {
      parts.add("format: csv");
      parts.add("path: " + Yaml.quoted(path));
      if (csv.delimiter() != SourceFormat.Csv.STANDARD.delimiter()) {
        parts.add("delimiter: " + Yaml.quoted(String.valueOf(csv.delimiter())));
      }
      if (csv.quote() != SourceFormat.Csv.STANDARD.quote()) {
        parts.add("quote: " + Yaml.quoted(String.valueOf(csv.quote())));
      }
      if (!csv.nullText().isEmpty()) {
        parts.add("null_value: " + Yaml.text(csv.nullText()));
      }
      encoding(csv.encoding(), parts);
    } else if (format instanceof SourceFormat.JsonLines lines) {
      parts.add("format: json_lines");
      parts.add("path: " + Yaml.quoted(path));
      encoding(lines.encoding(), parts);
    } else {
      parts.add("format: " + (format instanceof SourceFormat.Parquet ? "parquet" : "avro"));
      parts.add("path: " + Yaml.quoted(path));
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static void encoding(String encoding, List<String> parts) {
    if (!encoding.equals(SourceFormat.UTF_8)) {
      parts.add("encoding: " + encoding);
    }
  }
}

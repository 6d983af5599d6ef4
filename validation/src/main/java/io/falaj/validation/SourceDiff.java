package io.falaj.validation;

import static io.falaj.validation.ContractChange.breaking;
import static io.falaj.validation.ContractChange.compatible;

import io.falaj.lineage.SourceFormat;
import io.falaj.validation.Contract.Source;
import io.falaj.validation.ContractChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How two versions differ in where a dataset comes from. */
final class SourceDiff {

  private static final String FORMAT = "format";
  private static final String OTHER_FORM =
      "Files in the old form are read wrongly or refused: deliver them in the new one from the"
          + " same moment on.";

  private SourceDiff() {}

  static List<ContractChange> between(Source before, Source after) {
    List<ContractChange> changes = new ArrayList<>();
    Map<String, String> old = options(before.format());
    Map<String, String> now = options(after.format());
    boolean sameFormat = before.format().getClass() == after.format().getClass();
    for (String key : sameFormat ? now.keySet() : List.of(FORMAT)) {
      String was = old.getOrDefault(key, "");
      String is = now.getOrDefault(key, "");
      if (!was.equals(is)) {
        changes.add(breaking(Kind.SOURCE, "source." + key, was + " -> " + is, why(key, was, is)));
      }
    }
    if (!before.path().equals(after.path())) {
      changes.add(
          compatible(
              Kind.SOURCE,
              "source.path",
              before.path() + " -> " + after.path(),
              "Files are known by what they hold, not by their place."));
    }
    if (before.unreadable() != after.unreadable()) {
      String change = YamlText.of(before.unreadable()) + " -> " + YamlText.of(after.unreadable());
      changes.add(
          after.unreadable() == UnreadableFiles.STOP
              ? breaking(
                  Kind.SOURCE,
                  "source.unreadable",
                  change,
                  "A file that cannot be read stops the ingest; it was left out before.")
              : compatible(
                  Kind.SOURCE,
                  "source.unreadable",
                  change,
                  "A file that cannot be read is left out and told of; it stopped the ingest"
                      + " before."));
    }
    if (before.changed() != after.changed()) {
      String change = YamlText.of(before.changed()) + " -> " + YamlText.of(after.changed());
      changes.add(
          switch (after.changed()) {
            case STOP ->
                breaking(
                    Kind.SOURCE,
                    "source.changed",
                    change,
                    "A file that is no longer what was ingested stops the ingest; it did not"
                        + " before.");
            case KEEP ->
                compatible(
                    Kind.SOURCE,
                    "source.changed",
                    change,
                    "Of a file that is no longer what was ingested, what was ingested stays.");
            case TAKE ->
                compatible(
                    Kind.SOURCE,
                    "source.changed",
                    change,
                    "What a file holds now takes the place of what was ingested of it.");
          });
    }
    return changes;
  }

  private static String why(String key, String was, String is) {
    return key.equals("null_value")
        ? "A field that reads %s is text and no longer null, and one that reads %s is null."
            .formatted(was, is)
        : OTHER_FORM;
  }

  private static Map<String, String> options(SourceFormat format) {
    Map<String, String> options = new LinkedHashMap<>();
    if (format instanceof SourceFormat.Csv csv) {
      options.put(FORMAT, "csv");
      options.put("delimiter", "'" + csv.delimiter() + "'");
      options.put("quote", "'" + csv.quote() + "'");
      options.put("null_value", "'" + csv.nullText() + "'");
      options.put("encoding", csv.encoding());
    } else if (format instanceof SourceFormat.JsonLines lines) {
      options.put(FORMAT, "json_lines");
      options.put("encoding", lines.encoding());
    } else {
      options.put(FORMAT, format instanceof SourceFormat.Parquet ? "parquet" : "avro");
    }
    return options;
  }
}

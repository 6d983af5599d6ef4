package io.falaj.validation;

import static io.falaj.validation.ContractChange.breaking;
import static io.falaj.validation.ContractChange.compatible;

import io.falaj.lineage.SourceFormat;
import io.falaj.validation.ContractChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How two versions differ in where a dataset comes from. */
final class SourceDiff {

  private static final String FORMAT = "format";
  private static final String OTHER_FORM =
      "Files in the old form are read wrongly or refused: deliver them in the new one from the"
          + " same moment on.";

  private static final String ELSEWHERE =
      "The dataset comes from elsewhere: what was ingested stays, and what the new source has comes"
          + " beside it, or, from a table, in the place of what has its key and is not the same.";

  private SourceDiff() {}

  static List<ContractChange> between(Source before, Source after) {
    List<ContractChange> changes = new ArrayList<>();
    Map<String, String> old = options(before);
    Map<String, String> now = options(after);
    boolean sameFormat = Objects.equals(old.get(FORMAT), now.get(FORMAT));
    for (String key : sameFormat ? now.keySet() : List.of(FORMAT)) {
      String was = old.getOrDefault(key, "");
      String is = now.getOrDefault(key, "");
      if (!was.equals(is)) {
        boolean files = before instanceof Source.Files && after instanceof Source.Files;
        changes.add(
            breaking(
                Kind.SOURCE,
                "source." + key,
                was + " -> " + is,
                files ? why(key, was, is) : ELSEWHERE));
      }
    }
    if (sameFormat) {
      places(before, after, changes);
    }
    if (before instanceof Source.Files was && after instanceof Source.Files is) {
      unreadable(was, is, changes);
    }
    changed(before, after, changes);
    return changes;
  }

  private static void places(Source before, Source after, List<ContractChange> changes) {
    Map<String, String> old = place(before);
    place(after)
        .forEach(
            (key, is) -> {
              String was = old.getOrDefault(key, "");
              if (!was.equals(is)) {
                changes.add(
                    compatible(
                        Kind.SOURCE,
                        "source." + key,
                        was + " -> " + is,
                        after instanceof Source.Files
                            ? "Files are known by what they hold, not by their place."
                            : "The table is read from its beginning, and rows that the lake has"
                                + " are known by their key."));
              }
            });
  }

  private static Map<String, String> place(Source source) {
    if (!(source instanceof Source.DatabaseTable table)) {
      return Map.of("path", source.place());
    }
    Map<String, String> place = new LinkedHashMap<>();
    place.put("connection", table.connection());
    place.put("table", table.table());
    place.put("watermark", table.watermark().map(column -> column.column()).orElse("none"));
    return place;
  }

  private static void unreadable(
      Source.Files before, Source.Files after, List<ContractChange> changes) {
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
  }

  private static void changed(Source before, Source after, List<ContractChange> changes) {
    if (before.changed() != after.changed()) {
      String change = YamlText.of(before.changed()) + " -> " + YamlText.of(after.changed());
      changes.add(
          switch (after.changed()) {
            case STOP ->
                breaking(
                    Kind.SOURCE,
                    "source.changed",
                    change,
                    "What is no longer what was ingested stops the ingest; it did not"
                        + " before.");
            case KEEP ->
                compatible(
                    Kind.SOURCE,
                    "source.changed",
                    change,
                    "Where the source is no longer what was ingested, what was ingested stays.");
            case TAKE ->
                compatible(
                    Kind.SOURCE,
                    "source.changed",
                    change,
                    "What the source holds now takes the place of what was ingested of it.");
          });
    }
  }

  private static String why(String key, String was, String is) {
    return key.equals("null_value")
        ? "A field that reads %s is text and no longer null, and one that reads %s is null."
            .formatted(was, is)
        : OTHER_FORM;
  }

  private static Map<String, String> options(Source source) {
    Map<String, String> options = new LinkedHashMap<>();
    if (!(source instanceof Source.Files files)) {
      options.put(FORMAT, source.form());
      return options;
    }
    SourceFormat format = files.format();
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

package io.falaj.validation.suggest;

import io.falaj.lineage.SourceFile;
import io.falaj.validation.PersonalData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The YAML of a contract, with what speaks for each line as its comment. */
final class ContractText {

  /** Of so many files the names are told. */
  private static final int FILES = 3;

  private final String dataset;
  private final List<SourceFile> files;
  private final List<String> leftOut;

  ContractText(String dataset, List<SourceFile> files, List<String> leftOut) {
    this.dataset = dataset;
    this.files = List.copyOf(files);
    this.leftOut = List.copyOf(leftOut);
  }

  String of(
      RowsSeen seen,
      int passes,
      Suggestion source,
      KeyChoice key,
      Optional<EventTime> time,
      List<SuggestedColumn> columns,
      List<Suggestion> expectations) {
    StringBuilder text = new StringBuilder();
    head(seen, passes).forEach(line -> text.append("# ").append(line).append('\n'));
    text.append("dataset: ").append(dataset).append('\n');
    text.append(source.line("source: "));
    text.append(new Suggestion(Yaml.texts(key.names()), key.evidence()).line("keys: "));
    if (time.isPresent()) {
      text.append(
          new Suggestion(Yaml.text(time.get().column().name()), time.get().evidence())
              .line("event_time: "));
      text.append("partition: ")
          .append(time.get().partitioning().name().toLowerCase(Locale.ROOT))
          .append('\n');
    } else {
      text.append(
          new Suggestion("whole", "no column is always a time of day on a date")
              .line("partition: "));
    }
    text.append("columns:\n");
    columns.forEach(column -> text.append(column(column, seen.rows()).line("  ")));
    key.derived().ifPresent(derived -> text.append("  ").append(derived).append('\n'));
    text.append("expectations:\n");
    if (!key.unique()) {
      text.append(
          new Suggestion(
                  "{unique: {columns: %s}, severity: WARN}".formatted(Yaml.texts(key.names())),
                  "only recorded, since the data does not meet it")
              .line("  - "));
    }
    expectations.forEach(expectation -> text.append(expectation.line("  - ")));
    return text.toString();
  }

  private List<String> head(RowsSeen seen, int passes) {
    List<String> lines = new ArrayList<>();
    String names =
        files.stream()
            .limit(FILES)
            .map(file -> "%s (SHA-256 %s)".formatted(bare(file), file.sha256().brief()))
            .collect(Collectors.joining(", "));
    lines.add(
        "Suggested from %s%s: %s records, read in %s passes. It says what was, not what should be:"
            .formatted(
                names,
                files.size() > FILES ? " and %s more files".formatted(files.size() - FILES) : "",
                Yaml.count(seen.rows() + seen.unparsed()),
                passes));
    lines.add(
        "read it, and mend what you know better. Each expectation is WARN, which records and");
    lines.add("sets nothing aside: make it QUARANTINE or FAIL where it is a rule.");
    if (seen.unparsed() > 0) {
      lines.add(
          "Records that could not be parsed: %s. Nothing is told from them; an ingest sets them aside."
              .formatted(Yaml.count(seen.unparsed())));
    }
    if (!leftOut.isEmpty()) {
      lines.add(
          "Left out, since not every file has them once: %s."
              .formatted(leftOut.stream().map(Yaml::text).collect(Collectors.joining(", "))));
    }
    return lines;
  }

  private static String bare(SourceFile file) {
    return Yaml.text(file.name()).replaceAll("^\"([A-Za-z0-9_.-]+)\"$", "$1");
  }

  private static Suggestion column(SuggestedColumn column, long rows) {
    List<String> parts = new ArrayList<>(List.of("type: " + column.type().yaml()));
    List<String> evidence = new ArrayList<>();
    if (!column.source().equals(column.name())) {
      parts.add("from: " + Yaml.quoted(column.source()));
    }
    if (column.nullable()) {
      parts.add("nullable: true");
    }
    PersonalData personal = column.stated().orElse(PersonalData.DIRECT_IDENTIFIER);
    if (column.personal()) {
      parts.add("personal: " + personal.name().toLowerCase(Locale.ROOT));
    }
    if (column.stated().isPresent()) {
      evidence.add("as the contract says that there is");
    }
    column
        .seen()
        .personal()
        .ifPresent(
            pattern ->
                evidence.add(
                    "%s of its values look like %s"
                        .formatted(
                            Yaml.percent(column.seen().personalShare(pattern)), pattern.plural())));
    evidence.add(
        column.seen().nulls() == 0
            ? "never null"
            : "null in %s of %s rows (%s)"
                .formatted(
                    Yaml.count(column.seen().nulls()),
                    Yaml.count(rows),
                    Yaml.percent((double) column.seen().nulls() / rows)));
    column
        .seen()
        .numbers()
        .filter(numbers -> numbers.notFinite() > 0)
        .ifPresent(
            numbers ->
                evidence.add(
                    "%s NaN or infinite, which lie in no range, so none is suggested"
                        .formatted(Yaml.count(numbers.notFinite()))));
    if (!column.type().why().isEmpty()) {
      evidence.add(column.type().why());
    }
    return new Suggestion(
        "%s: {%s}".formatted(Yaml.text(column.name()), String.join(", ", parts)),
        String.join("; ", evidence));
  }
}

package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.Sources;
import io.falaj.validation.DatasetYaml.Format;
import io.falaj.validation.suggest.SuggestContract.Request;
import io.falaj.validation.suggest.SuggestContract.Unknown;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which files, and what they are. */
final class SourceOptions {

  @Option(
      names = "--source",
      paramLabel = "PATH",
      description = "The files: a path, a folder, a glob in quotes, or a URI that Hadoop knows.")
  Optional<String> path = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv, json_lines, parquet or avro (default: as the files' names end; .tsv is csv too).")
  Optional<Format> format = Optional.empty();

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "Of csv: what stands between two fields (default: found out).")
  Optional<String> delimiter = Optional.empty();

  @Option(
      names = "--quote",
      paramLabel = "CHARACTER",
      description = "Of csv: what stands around fields (default: \").")
  Optional<String> quote = Optional.empty();

  @Option(
      names = "--null-value",
      paramLabel = "TEXT",
      description = "Of csv: the text that stands for null (default: found out, for example NA).")
  Optional<String> nullValue = Optional.empty();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Of csv and json_lines: the character set (default: UTF-8).")
  Optional<String> encoding = Optional.empty();

  boolean given() {
    return path.isPresent();
  }

  /** Without files of its own, there is nothing that the other options could be of. */
  void refuseAlone() {
    if (Stream.of(format, delimiter, quote, nullValue, encoding).anyMatch(Optional::isPresent)) {
      throw new FalajException.Configuration(
          "--format, --delimiter, --quote, --null-value and --encoding go with --source: without"
              + " it, the dataset's contract says them.");
    }
  }

  /**
   * What is wanted of the files.
   *
   * @param directory what a relative path is relative to
   * @param pipeline folder that the contract is to state the path relative to, where they are in it
   */
  Request request(String dataset, Path directory, Optional<Path> pipeline) {
    String text = path.orElseThrow();
    boolean uri = Sources.isUri(text);
    String place = uri ? text : directory.resolve(text).toAbsolutePath().normalize().toString();
    String stated =
        pipeline
            .map(folder -> folder.toAbsolutePath().normalize() + "/")
            .filter(place::startsWith)
            .map(folder -> place.substring(folder.length()))
            .orElse(place);
    return new Request(dataset, place, stated, format(text), unknown(), Map.of());
  }

  private Set<Unknown> unknown() {
    Set<Unknown> unknown = EnumSet.noneOf(Unknown.class);
    if (nullValue.isEmpty()) {
      unknown.add(Unknown.NULL_TEXT);
    }
    if (delimiter.isEmpty()) {
      unknown.add(Unknown.DELIMITER);
    }
    return unknown;
  }

  private SourceFormat format(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    Format kind = format.orElseGet(() -> byName(name, text));
    if (kind != Format.CSV) {
      refuse(
          "--delimiter, --quote and --null-value are for csv",
          List.of(delimiter, quote, nullValue));
    }
    if (kind == Format.PARQUET || kind == Format.AVRO) {
      refuse("--encoding is for csv and json_lines", List.of(encoding));
    }
    return switch (kind) {
      case CSV ->
          new SourceFormat.Csv(
              character("--delimiter", delimiter, SourceFormat.Csv.STANDARD.delimiter()),
              character("--quote", quote, SourceFormat.Csv.STANDARD.quote()),
              nullValue.orElse(""),
              charset());
      case JSON_LINES -> new SourceFormat.JsonLines(charset());
      case PARQUET -> new SourceFormat.Parquet();
      case AVRO -> new SourceFormat.Avro();
      case DELTA, JDBC ->
          throw new FalajException.Configuration(
              "Contracts are suggested from files, and --format is %s. Say csv, json_lines, parquet or avro."
                  .formatted(kind.name().toLowerCase(Locale.ROOT)));
    };
  }

  private static Format byName(String name, String shown) {
    String end = name.substring(name.lastIndexOf('.') + 1);
    return switch (end) {
      case "csv", "tsv" -> Format.CSV;
      case "json", "jsonl", "ndjson" -> Format.JSON_LINES;
      case "parquet" -> Format.PARQUET;
      case "avro" -> Format.AVRO;
      default ->
          throw new FalajException.Configuration(
              "The name of %s does not tell what the files are: say it with --format, which is csv, json_lines, parquet or avro."
                  .formatted(shown));
    };
  }

  private static void refuse(String why, List<Optional<String>> options) {
    if (options.stream().anyMatch(Optional::isPresent)) {
      throw new FalajException.Configuration(why + ": leave it out, or mend --format.");
    }
  }

  private static char character(String option, Optional<String> text, char otherwise) {
    String given = text.map(value -> value.equals("\\t") ? "\t" : value).orElse("" + otherwise);
    if (given.length() != 1) {
      throw new FalajException.Configuration(
          "%s must be one character, not '%s'; \\t is a tab.".formatted(option, given));
    }
    return given.charAt(0);
  }

  private String charset() {
    String name = encoding.orElse(SourceFormat.UTF_8);
    try {
      return Objects.requireNonNull(Charset.forName(name)).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new FalajException.Configuration(
          "--encoding is '%s', which is no character set. Write UTF-8, ISO-8859-1 or windows-1256, for example."
              .formatted(name),
          e);
    }
  }
}

package io.falaj.validation;

import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.config.Location;
import io.falaj.validation.Contract.Source;
import io.falaj.validation.DatasetYaml.Format;
import io.falaj.validation.DatasetYaml.SourceYaml;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Checks where a dataset comes from, and tells whatever is wrong with it. */
final class SourceParser {

  private final SourceYaml yaml;
  private final BiConsumer<Location, String> problem;

  SourceParser(SourceYaml yaml, BiConsumer<Location, String> problem) {
    this.yaml = yaml;
    this.problem = problem;
  }

  Source parse() {
    if (yaml.format() != Format.CSV) {
      refuse("delimiter", yaml.delimiter(), "csv");
      refuse("quote", yaml.quote(), "csv");
      refuse("null_value", yaml.nullValue(), "csv");
    }
    if (yaml.format() != Format.CSV && yaml.format() != Format.JSON_LINES) {
      refuse("encoding", yaml.encoding(), "csv and json_lines");
    }
    return new Source(format(), yaml.path(), yaml.unreadable(), yaml.changed());
  }

  private SourceFormat format() {
    return switch (yaml.format()) {
      case CSV ->
          new SourceFormat.Csv(
              character("delimiter", yaml.delimiter(), SourceFormat.Csv.STANDARD.delimiter()),
              character("quote", yaml.quote(), SourceFormat.Csv.STANDARD.quote()),
              yaml.nullValue() == null ? "" : yaml.nullValue(),
              encoding());
      case JSON_LINES -> new SourceFormat.JsonLines(encoding());
      case PARQUET -> new SourceFormat.Parquet();
      case AVRO -> new SourceFormat.Avro();
    };
  }

  private void refuse(String key, @Nullable String value, String formats) {
    if (value != null) {
      problem.accept(yaml.location(), "'%s' is for %s only: leave it out.".formatted(key, formats));
    }
  }

  private char character(String key, @Nullable String text, char otherwise) {
    if (text == null) {
      return otherwise;
    }
    if (text.length() != 1) {
      problem.accept(yaml.location(), "'%s' must be one character, not '%s'.".formatted(key, text));
      return otherwise;
    }
    return text.charAt(0);
  }

  /** The character set by its own name, whatever alias was given. */
  private String encoding() {
    String name = yaml.encoding();
    if (name == null) {
      return SourceFormat.UTF_8;
    }
    try {
      return Charset.forName(name).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      problem.accept(
          yaml.location(),
          "'encoding' is '%s', which is no character set. Write UTF-8, ISO-8859-1 or windows-1256, for example."
              .formatted(name));
      return SourceFormat.UTF_8;
    }
  }
}

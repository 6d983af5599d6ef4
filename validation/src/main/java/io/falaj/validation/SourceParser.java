package io.falaj.validation;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.JdbcSource;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.config.Location;
import io.falaj.validation.DatasetYaml.Format;
import io.falaj.validation.DatasetYaml.SourceYaml;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Checks where a dataset comes from, and tells whatever is wrong with it. */
final class SourceParser {

  private static final Set<Format> TABLES = Set.of(Format.DELTA, Format.JDBC);

  private final SourceYaml yaml;
  private final BiConsumer<Location, String> problem;

  SourceParser(SourceYaml yaml, BiConsumer<Location, String> problem) {
    this.yaml = yaml;
    this.problem = problem;
  }

  Source parse() {
    refuseOthers();
    OnChange files = yaml.changed() == null ? OnChange.STOP : yaml.changed();
    return switch (yaml.format()) {
      case JDBC -> database();
      case DELTA -> new Source.DeltaTable(needed("path", yaml.path()), files);
      default ->
          new Source.Files(
              format(),
              needed("path", yaml.path()),
              yaml.unreadable() == null ? UnreadableFiles.STOP : yaml.unreadable(),
              files);
    };
  }

  private void refuseOthers() {
    if (yaml.format() != Format.CSV) {
      refuse("delimiter", yaml.delimiter(), "csv");
      refuse("quote", yaml.quote(), "csv");
      refuse("null_value", yaml.nullValue(), "csv");
    }
    if (yaml.format() != Format.CSV && yaml.format() != Format.JSON_LINES) {
      refuse("encoding", yaml.encoding(), "csv and json_lines");
    }
    if (yaml.format() == Format.JDBC) {
      refuse("path", yaml.path(), "files and Delta tables");
    } else {
      refuse("connection", yaml.connection(), "jdbc");
      refuse("table", yaml.table(), "jdbc");
      refuse("watermark", yaml.watermark(), "jdbc");
      refuse("overlap", yaml.overlap(), "jdbc");
      refuse("fetch_size", yaml.fetchSize(), "jdbc");
      refuse("ranges", yaml.ranges(), "jdbc");
    }
    if (TABLES.contains(yaml.format())) {
      refuse("unreadable", yaml.unreadable(), "files");
    }
  }

  private void refuse(String key, @Nullable Object value, String formats) {
    if (value != null) {
      problem.accept(yaml.location(), "'%s' is for %s only: leave it out.".formatted(key, formats));
    }
  }

  private String needed(String key, @Nullable String value) {
    if (value == null || value.isBlank()) {
      problem.accept(
          yaml.location(),
          "'%s' is missing: a source of format %s needs it."
              .formatted(key, yaml.format().name().toLowerCase(Locale.ROOT)));
      return "";
    }
    return value;
  }

  private Source database() {
    if (yaml.overlap() != null && yaml.watermark() == null) {
      problem.accept(
          yaml.location(), "'overlap' is how far below a watermark to read: name the 'watermark'.");
    }
    Duration overlap = yaml.overlap() == null ? Duration.ZERO : yaml.overlap();
    Optional<JdbcSource.Watermark> watermark =
        Optional.ofNullable(yaml.watermark())
            .map(column -> new JdbcSource.Watermark(column, overlap));
    Source.DatabaseTable source =
        new Source.DatabaseTable(
            needed("connection", yaml.connection()),
            needed("table", yaml.table()),
            watermark,
            positive("fetch_size", yaml.fetchSize(), JdbcSource.FETCH_SIZE),
            positive("ranges", yaml.ranges(), JdbcSource.RANGES),
            yaml.changed() == null ? OnChange.TAKE : yaml.changed());
    if (!source.table().isEmpty()) {
      try {
        JdbcSource.checkName(source.table());
      } catch (FalajException.Configuration e) {
        problem.accept(yaml.location(), String.valueOf(e.getMessage()));
      }
    }
    return source;
  }

  private int positive(String key, @Nullable Integer value, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < 1) {
      problem.accept(yaml.location(), "'%s' must be 1 or more, not %d.".formatted(key, value));
      return otherwise;
    }
    return value;
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
      case DELTA, JDBC -> throw new IllegalStateException(yaml.format() + " is no kind of files");
    };
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

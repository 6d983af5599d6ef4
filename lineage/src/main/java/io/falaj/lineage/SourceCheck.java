package io.falaj.lineage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Whether a file can be read as its source says. */
final class SourceCheck {

  private SourceCheck() {}

  /**
   * The names of a file's columns, where it says them before its records.
   *
   * @throws FalajException.DataRefused if the file is damaged, or its header cannot be used
   */
  static Optional<List<String>> columns(
      SourceFile file, SourceFormat format, Configuration configuration) {
    if (format instanceof SourceFormat.Parquet) {
      return Optional.of(ParquetColumns.of(file, configuration).names());
    }
    try (FileRecords records = FileRecords.open(file, format, configuration)) {
      Optional<List<String>> columns = records.columns();
      if (columns.isPresent() && columns.get().stream().allMatch(String::isBlank)) {
        throw new FalajException.DataRefused(
            "Source file %s has no names of columns: its first line is blank. Give it a header."
                .formatted(file.uri()));
      }
      return columns;
    } catch (IOException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  /**
   * Looks whether a file has every column that is wanted, once, and in a form that can be read.
   *
   * @throws FalajException.DataRefused if it has not, or is damaged
   */
  static void head(
      SourceFile file, SourceFormat format, List<String> wanted, Configuration configuration) {
    if (format instanceof SourceFormat.Parquet) {
      ParquetColumns columns = ParquetColumns.of(file, configuration);
      head(file, wanted, HeaderNames.ofSchema(columns.names()));
      columns.types(wanted);
    } else {
      boolean text = format instanceof SourceFormat.Csv;
      columns(file, format, configuration)
          .map(has -> text ? HeaderNames.ofText(has, wanted) : HeaderNames.ofSchema(has))
          .ifPresent(names -> head(file, wanted, names));
    }
  }

  private static void head(SourceFile file, List<String> wanted, HeaderNames names) {
    List<String> has = names.all();
    for (String column : wanted) {
      if (has.indexOf(column) != has.lastIndexOf(column)) {
        throw new FalajException.DataRefused(
            "Source file %s has column '%s' more than once. Mend the file's header."
                .formatted(file.uri(), column));
      }
      if (!has.contains(column)) {
        throw new FalajException.DataRefused(
            "Source file %s has no column '%s'. %s Mend the file, or the dataset's columns."
                .formatted(file.uri(), column, names.told()));
      }
    }
  }

  /** Looks at the head, and unpacks what is packed to its end: a cut archive shows only there. */
  static Optional<UnreadableFile> whole(
      SourceFile file, SourceFormat format, List<String> wanted, Configuration configuration) {
    try {
      head(file, format, wanted, configuration);
      if (format instanceof SourceFormat.Avro) {
        try (AvroRecords records = AvroRecords.open(file, configuration)) {
          records.skip();
        }
      } else if (SourceStream.packed(file)) {
        try (InputStream in = SourceStream.open(file, configuration)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return Optional.empty();
    } catch (FalajException.DataRefused e) {
      return Optional.of(new UnreadableFile(file, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return Optional.of(
          new UnreadableFile(file, String.valueOf(SourceStream.unreadable(file, e).getMessage())));
    }
  }
}

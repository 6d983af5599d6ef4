package io.falaj.lineage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The records of one CSV file, in the file's order. */
final class CsvRecords implements FileRecords {

  private final SourceFile file;
  private final RecordRows rows;
  private final SourceFormat.Csv format;
  private final RecordLimit in;
  private final DelimitedText records;
  private final List<String> header;

  private CsvRecords(
      SourceFile file,
      SourceFormat.Csv format,
      RecordLimit in,
      DelimitedText records,
      List<String> header) {
    this.file = file;
    this.rows = new RecordRows(file);
    this.format = format;
    this.in = in;
    this.records = records;
    this.header = header;
  }

  static CsvRecords open(SourceFile file, SourceFormat.Csv format, Configuration configuration)
      throws IOException {
    RecordLimit in = new RecordLimit(SourceStream.text(file, format.encoding(), configuration));
    try {
      DelimitedText records = new DelimitedText(in, format.delimiter(), format.quote());
      @Nullable String[] names = records.next();
      if (names == null) {
        throw new FalajException.DataRefused(
            "Source file %s is empty: it has not even a header. Deliver it again."
                .formatted(file.uri()));
      }
      if (records.problem() != null) {
        throw new FalajException.DataRefused(
            "Source file %s has a header that cannot be told: %s. Mend the quotes, and deliver it again."
                .formatted(file.uri(), records.problem()));
      }
      return new CsvRecords(file, format, in, records, header(file, format, names));
    } catch (IOException e) {
      IOUtils.closeStream(in);
      throw SourceStream.unreadable(file, e);
    } catch (FalajException e) {
      IOUtils.closeStream(in);
      throw e;
    }
  }

  private static List<String> header(
      SourceFile file, SourceFormat.Csv format, @Nullable String[] names) {
    List<String> header = new ArrayList<>();
    for (String name : names) {
      String bare = name == null ? "" : name.strip();
      if (bare.indexOf(SourceStream.NO_TEXT) >= 0) {
        throw new FalajException.DataRefused(
            ("Source file %s is no %s: its header has other bytes. Say the file's 'encoding' in the"
                    + " dataset's source, or save it as %s.")
                .formatted(file.uri(), format.encoding(), format.encoding()));
      }
      header.add(bare);
    }
    return List.copyOf(header);
  }

  @Override
  public Optional<List<String>> columns() {
    return Optional.of(header);
  }

  @Override
  public Iterator<InternalRow> rows(List<String> columns) {
    int[] at = new int[columns.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = header.indexOf(columns.get(i));
    }
    return new Iterator<>() {
      private long ordinal;
      private @Nullable String @Nullable [] ahead = advance();

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public InternalRow next() {
        @Nullable String[] record = ahead;
        if (record == null) {
          throw new NoSuchElementException(file.uri());
        }
        InternalRow row = row(record, at, ordinal++);
        ahead = advance();
        return row;
      }
    };
  }

  private @Nullable String @Nullable [] advance() {
    try {
      in.recordEnded();
      @Nullable String[] record = records.next();
      if (record == null) {
        close();
      }
      return record;
    } catch (IOException e) {
      IOUtils.closeStream(in);
      throw SourceStream.unreadable(file, e);
    }
  }

  private InternalRow row(@Nullable String[] record, int[] at, long ordinal) {
    String problem = problem(record);
    if (problem != null) {
      String text = records.text().replace(SourceStream.NO_TEXT, '\uFFFD');
      return rows.failed(ordinal, at.length, text, problem);
    }
    @Nullable String[] fields = new @Nullable String[at.length];
    for (int i = 0; i < at.length; i++) {
      String value = record[at[i]];
      fields[i] = value == null || value.equals(format.nullText()) ? null : value;
    }
    return rows.row(ordinal, fields);
  }

  private @Nullable String problem(@Nullable String[] record) {
    if (records.problem() != null) {
      return records.problem();
    }
    if (record.length != header.size()) {
      return "it has %d fields, and the header has %d".formatted(record.length, header.size());
    }
    for (String field : record) {
      if (field != null && field.indexOf(SourceStream.NO_TEXT) >= 0) {
        return SourceStream.otherBytes(format.encoding());
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

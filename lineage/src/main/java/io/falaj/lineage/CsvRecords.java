package io.falaj.lineage;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The records of one CSV file, in the file's order. */
final class CsvRecords implements Closeable {

  private final SourceFile file;
  private final CsvFormat format;
  private final CsvParser parser;
  private final List<String> header;

  private CsvRecords(SourceFile file, CsvFormat format, CsvParser parser, List<String> header) {
    this.file = file;
    this.format = format;
    this.parser = parser;
    this.header = header;
  }

  static CsvRecords open(SourceFile file, CsvFormat format, Configuration configuration)
      throws IOException {
    InputStream in = SourceStream.open(file, configuration);
    try {
      CsvParser parser = new CsvParser(settings(format));
      parser.beginParsing(new InputStreamReader(in, StandardCharsets.UTF_8));
      String[] names = parser.parseNext();
      if (names == null) {
        parser.stopParsing();
        throw new FalajException.DataRefused(
            "Source file %s is empty: it has not even a header. Deliver it again."
                .formatted(file.uri()));
      }
      return new CsvRecords(file, format, parser, List.of(withoutMark(names)));
    } catch (TextParsingException e) {
      in.close();
      throw SourceStream.unreadable(file, e);
    }
  }

  private static String[] withoutMark(String[] names) {
    String[] result = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i] == null ? "" : names[i].strip();
      result[i] = i == 0 && name.startsWith("\uFEFF") ? name.substring(1) : name;
    }
    return result;
  }

  private static CsvParserSettings settings(CsvFormat format) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(format.delimiter());
    settings.getFormat().setQuote(format.quote());
    settings.getFormat().setQuoteEscape(format.quote());
    settings.getFormat().setComment('\0');
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setSkipEmptyLines(true);
    settings.setReadInputOnSeparateThread(false);
    settings.setEmptyValue("");
    settings.setMaxColumns(4096);
    settings.setMaxCharsPerColumn(1 << 20);
    return settings;
  }

  List<String> header() {
    return header;
  }

  /** The records as rows: the columns named, then identity, source, text and failure. */
  Iterator<Row> rows(List<String> columns) {
    int[] at = new int[columns.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = header.indexOf(columns.get(i));
    }
    return new Iterator<>() {
      private long ordinal;
      private String @Nullable [] ahead = advance();

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public Row next() {
        String[] record = ahead;
        if (record == null) {
          throw new NoSuchElementException(file.uri());
        }
        Row row = row(record, at, ordinal++);
        ahead = advance();
        if (ahead == null) {
          close();
        }
        return row;
      }
    };
  }

  private String @Nullable [] advance() {
    try {
      return parser.parseNext();
    } catch (RuntimeException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  private Row row(String[] record, int[] at, long ordinal) {
    Object[] values = new @Nullable Object[at.length + 4];
    if (record.length == header.size()) {
      for (int i = 0; i < at.length; i++) {
        String value = record[at[i]];
        values[i] = value == null || value.equals(format.nullText()) ? null : value;
      }
    } else {
      List<String> fields = new ArrayList<>();
      for (String field : record) {
        fields.add(field == null ? "" : field);
      }
      values[at.length + 2] = String.join(String.valueOf(format.delimiter()), fields);
      values[at.length + 3] =
          "it has %d fields, and the header has %d".formatted(record.length, header.size());
    }
    values[at.length] = file.sha256() + ":" + ordinal;
    values[at.length + 1] = file.name();
    return RowFactory.create(values);
  }

  @Override
  public void close() {
    parser.stopParsing();
  }
}

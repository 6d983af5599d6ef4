package io.falaj.lineage;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The records of one file of JSON lines, in the file's order. */
final class JsonRecords {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceFile file;
  private final BufferedReader reader;

  private JsonRecords(SourceFile file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  static JsonRecords open(SourceFile file, Configuration configuration) throws IOException {
    return new JsonRecords(file, new BufferedReader(SourceStream.text(file, configuration)));
  }

  /** The records as rows: the columns named, then identity, source, text and failure. */
  Iterator<Row> rows(List<String> columns) {
    long[] ordinal = {0};
    Stream<Row> rows = reader.lines().map(line -> row(line, columns, ordinal[0]++));
    Iterator<Row> iterator = rows.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return iterator.hasNext();
        } catch (UncheckedIOException e) {
          throw SourceStream.unreadable(file, e);
        }
      }

      @Override
      public Row next() {
        return iterator.next();
      }
    };
  }

  private Row row(String line, List<String> columns, long ordinal) {
    Object[] values = new Object[columns.size() + 4];
    try {
      JsonNode record = JSON.readTree(line);
      if (line.indexOf(SourceStream.NO_TEXT) >= 0) {
        fail(
            values, line.replace(SourceStream.NO_TEXT, '\uFFFD'), "it has bytes that are no UTF-8");
      } else if (record.isObject()) {
        for (int i = 0; i < columns.size(); i++) {
          JsonNode value = record.path(columns.get(i));
          if (!value.isMissingNode() && !value.isNull()) {
            values[i] = value.isValueNode() ? value.asText() : value.toString();
          }
        }
      } else {
        fail(values, line, "it is no JSON object");
      }
    } catch (JacksonException e) {
      fail(values, line, "it is no JSON: " + e.getOriginalMessage());
    }
    values[columns.size()] = file.sha256() + ":" + ordinal;
    values[columns.size() + 1] = file.name();
    return RowFactory.create(values);
  }

  private static void fail(Object[] values, String line, String reason) {
    values[values.length - 2] = line;
    values[values.length - 1] = reason;
  }
}

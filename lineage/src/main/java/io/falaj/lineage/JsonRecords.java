package io.falaj.lineage;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The records of one file of JSON lines, in the file's order. */
final class JsonRecords implements FileRecords {

  /** Nothing of a line is passed over, and no digit of a number is lost. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** More names than these are values that were written as names. */
  private static final int NAMES = 4096;

  private final SourceFile file;
  private final RecordRows rows;
  private final SourceFormat.JsonLines format;
  private final RecordLimit in;
  private final BufferedReader reader;

  private JsonRecords(SourceFile file, SourceFormat.JsonLines format, RecordLimit in) {
    this.file = file;
    this.rows = new RecordRows(file);
    this.format = format;
    this.in = in;
    this.reader = new BufferedReader(in);
  }

  static JsonRecords open(
      SourceFile file, SourceFormat.JsonLines format, Configuration configuration)
      throws IOException {
    return new JsonRecords(
        file, format, new RecordLimit(SourceStream.text(file, format.encoding(), configuration)));
  }

  /** The names that any record has, as they come; what is no JSON object has none. */
  static List<String> names(
      SourceFile file, SourceFormat.JsonLines format, Configuration configuration)
      throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (JsonRecords records = open(file, format, configuration)) {
      for (String line = records.advance(); line != null; line = records.advance()) {
        names(line, names);
        if (names.size() > NAMES) {
          throw new FalajException.DataRefused(
              "Source file %s has more than %s different names in its records, and a table cannot have as many columns. Mend the file."
                  .formatted(file.uri(), NAMES));
        }
      }
    }
    return List.copyOf(names);
  }

  private static void names(String line, Set<String> names) {
    try {
      JSON.readTree(line).fieldNames().forEachRemaining(names::add);
    } catch (JacksonException e) {
      return; // told when it is read as a record
    }
  }

  /** Each record says its own. */
  @Override
  public Optional<List<String>> columns() {
    return Optional.empty();
  }

  @Override
  public Iterator<InternalRow> rows(List<String> columns) {
    return new Iterator<>() {
      private long ordinal;
      private @Nullable String ahead = advance();

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public InternalRow next() {
        String line = ahead;
        if (line == null) {
          throw new NoSuchElementException(file.uri());
        }
        InternalRow row = row(line, columns, ordinal++);
        ahead = advance();
        return row;
      }
    };
  }

  /** The next line that is not empty: nobody means a record by an empty one. */
  private @Nullable String advance() {
    try {
      String line;
      do {
        in.recordEnded();
        line = reader.readLine();
      } while (line != null && line.isBlank());
      if (line == null) {
        close();
      }
      return line;
    } catch (IOException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  private InternalRow row(String line, List<String> columns, long ordinal) {
    if (line.indexOf(SourceStream.NO_TEXT) >= 0) {
      String text = line.replace(SourceStream.NO_TEXT, '\uFFFD');
      return rows.failed(ordinal, columns.size(), text, SourceStream.otherBytes(format.encoding()));
    }
    try {
      JsonNode record = JSON.readTree(line);
      if (!record.isObject()) {
        return rows.failed(ordinal, columns.size(), line, "it is no JSON object");
      }
      @Nullable String[] fields = new @Nullable String[columns.size()];
      for (int i = 0; i < fields.length; i++) {
        JsonNode value = record.path(columns.get(i));
        if (!value.isMissingNode() && !value.isNull()) {
          fields[i] = value.isValueNode() ? value.asText() : value.toString();
        }
      }
      return rows.row(ordinal, fields);
    } catch (JacksonException e) {
      String problem = "it is no JSON: " + e.getOriginalMessage();
      return rows.failed(ordinal, columns.size(), line, problem);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

package io.falaj.lineage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The records of one Avro file. Values become the text that reads back as the same value: times in
 * UTC as ISO 8601 has them, bytes in base64, nested values as JSON.
 */
final class AvroRecords implements FileRecords {

  private static final GenericData DATA = new GenericData();

  static {
    DATA.addLogicalTypeConversion(new Conversions.DecimalConversion());
    DATA.addLogicalTypeConversion(new TimeConversions.DateConversion());
    DATA.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    DATA.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    DATA.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    DATA.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
  }

  private final SourceFile file;
  private final RecordRows rows;
  private final DataFileReader<GenericRecord> reader;

  private AvroRecords(SourceFile file, DataFileReader<GenericRecord> reader) {
    this.file = file;
    this.rows = new RecordRows(file);
    this.reader = reader;
  }

  static AvroRecords open(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.uri());
    FsInput in = new FsInput(path, SourceStream.storage(path, configuration));
    try {
      DataFileReader<GenericRecord> reader =
          new DataFileReader<>(in, new GenericDatumReader<>(null, null, DATA));
      if (reader.getSchema().getType() != Schema.Type.RECORD) {
        reader.close();
        throw new FalajException.DataRefused(
            "Source file %s holds Avro values of type %s, and records are wanted. Deliver it anew."
                .formatted(file.uri(), reader.getSchema().getType().getName()));
      }
      return new AvroRecords(file, reader);
    } catch (IOException | AvroRuntimeException e) {
      in.close();
      throw SourceStream.unreadable(file, e);
    }
  }

  @Override
  public Optional<List<String>> columns() {
    return Optional.of(reader.getSchema().getFields().stream().map(Schema.Field::name).toList());
  }

  /** The types of its columns. */
  StructType types() {
    return AvroTypes.of(reader.getSchema());
  }

  @Override
  public Iterator<InternalRow> rows(List<String> columns) {
    Schema schema = reader.getSchema();
    int[] at = columns.stream().mapToInt(name -> schema.getField(name).pos()).toArray();
    return new Iterator<>() {
      private long ordinal;
      private boolean ended;

      @Override
      public boolean hasNext() {
        try {
          if (!ended && !reader.hasNext()) {
            ended = true;
            checkEnd();
            close();
          }
          return !ended;
        } catch (AvroRuntimeException e) {
          throw SourceStream.unreadable(file, e);
        }
      }

      @Override
      public InternalRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException(file.uri());
        }
        try {
          GenericRecord record = reader.next();
          @Nullable String[] fields = new @Nullable String[at.length];
          for (int i = 0; i < at.length; i++) {
            fields[i] = text(record.get(at[i]));
          }
          return rows.row(ordinal++, fields);
        } catch (RuntimeException e) {
          throw SourceStream.unreadable(file, e);
        }
      }
    };
  }

  /** Reads all blocks without decoding them. */
  void skip() {
    try {
      while (reader.hasNext()) {
        reader.nextBlock();
      }
      checkEnd();
    } catch (IOException | AvroRuntimeException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  /** Avro takes a block that is cut off for the end of the file, and would lose its records. */
  private void checkEnd() {
    if (reader.previousSync() != file.size()) {
      throw SourceStream.unreadable(file, new EOFException("its last block is cut off"));
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return null;
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return Base64.getEncoder().encodeToString(copy);
    } else if (value instanceof GenericFixed fixed) {
      return Base64.getEncoder().encodeToString(fixed.bytes());
    } else if (value instanceof java.math.BigDecimal decimal) {
      return decimal.toPlainString();
    } else if (value instanceof Collection
        || value instanceof Map
        || value instanceof IndexedRecord) {
      return DATA.toString(value);
    }
    return value.toString();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw SourceStream.unreadable(file, e);
    }
  }
}

package io.falaj.lineage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The rows of one file's records: what they say, and where they were read. */
final class RecordRows {

  private final byte[] identity;
  private final UTF8String name;

  RecordRows(SourceFile file) {
    this.identity = (file.sha256() + ":").getBytes(StandardCharsets.US_ASCII);
    this.name = UTF8String.fromString(file.name());
  }

  /** The row of a record that was read. */
  InternalRow row(long ordinal, @Nullable String[] fields) {
    return row(ordinal, fields, null, null);
  }

  /** The row of a record that could not be parsed: its text instead of its fields. */
  InternalRow failed(long ordinal, int columns, String text, String problem) {
    return row(ordinal, new @Nullable String[columns], text, problem);
  }

  private InternalRow row(
      long ordinal, @Nullable String[] fields, @Nullable String text, @Nullable String problem) {
    @Nullable Object[] values = new @Nullable Object[fields.length + 4];
    for (int i = 0; i < fields.length; i++) {
      values[i] = UTF8String.fromString(fields[i]);
    }
    values[fields.length] = identity(ordinal);
    values[fields.length + 1] = name;
    values[fields.length + 2] = UTF8String.fromString(text);
    values[fields.length + 3] = UTF8String.fromString(problem);
    return new GenericInternalRow(values);
  }

  private UTF8String identity(long ordinal) {
    byte[] number = Long.toString(ordinal).getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(identity, identity.length + number.length);
    System.arraycopy(number, 0, both, identity.length, number.length);
    return UTF8String.fromBytes(both);
  }
}

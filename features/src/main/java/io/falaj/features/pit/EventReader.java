package io.falaj.features.pit;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Where things stand in a row of events: keys, known, event and available time, sequence, row hash,
 * deleted, inputs, in this order.
 */
final class EventReader implements Serializable {

  private final ColumnType[] keys;
  private final ColumnType[] sequence;
  private final ColumnType[] inputs;

  EventReader(StructType schema, int keyCount, int sequenceCount) {
    this.keys = types(schema, 0, keyCount);
    this.sequence = types(schema, keyCount + 3, sequenceCount);
    int firstInput = keyCount + 3 + sequenceCount + 2;
    this.inputs = types(schema, firstInput, schema.size() - firstInput);
  }

  private static ColumnType[] types(StructType schema, int from, int count) {
    ColumnType[] types = new ColumnType[count];
    for (int i = 0; i < count; i++) {
      types[i] = new ColumnType(schema.fields()[from + i].dataType());
    }
    return types;
  }

  List<ColumnType> inputs() {
    return List.of(inputs);
  }

  List<ColumnType> sequence() {
    return List.of(sequence);
  }

  long knownTime(InternalRow row) {
    return row.getLong(keys.length);
  }

  /** Compares the keys of two rows of events. */
  int compareKeys(InternalRow left, InternalRow right) {
    for (int i = 0; i < keys.length; i++) {
      int order = keys[i].compare(left, i, right, i);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Compares the keys of a row of events with those of a label. */
  int compareKeys(InternalRow event, InternalRow label, int firstLabelKey) {
    for (int i = 0; i < keys.length; i++) {
      int order = keys[i].compare(event, i, label, firstLabelKey + i);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The order that files are sorted by. */
  int compareRows(InternalRow left, InternalRow right) {
    int order = compareKeys(left, right);
    for (int i = keys.length; order == 0 && i < keys.length + 3; i++) {
      order = Long.compare(left.getLong(i), right.getLong(i));
    }
    for (int i = 0; order == 0 && i < sequence.length; i++) {
      int at = keys.length + 3 + i;
      order = sequence[i].compare(left, at, right, at);
    }
    int hash = keys.length + 3 + sequence.length;
    return order != 0 ? order : Long.compare(left.getLong(hash), right.getLong(hash));
  }

  /** The event of a row, which stays valid when the row moves on. */
  Event event(InternalRow row) {
    int at = keys.length + 1;
    long eventTime = row.getLong(at++);
    long availableTime = row.getLong(at++);
    @Nullable Object[] sequenceValues = keep(row, at, sequence);
    at += sequence.length;
    long rowHash = row.getLong(at++);
    boolean deleted = row.getBoolean(at++);
    return new Event(
        eventTime, availableTime, rowHash, deleted, sequenceValues, keep(row, at, inputs));
  }

  private static @Nullable Object[] keep(InternalRow row, int from, ColumnType[] types) {
    @Nullable Object[] values = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = types[i].keep(row, from + i);
    }
    return values;
  }

  /** Whether two events of one key are versions of the same one. */
  boolean sameEvent(Event left, Event right) {
    return left.eventTime == right.eventTime && compareSequence(left, right) == 0;
  }

  /** The total order by which the last event wins. */
  int compareEvents(Event left, Event right) {
    int order = Long.compare(left.eventTime, right.eventTime);
    if (order == 0) {
      order = Long.compare(left.availableTime, right.availableTime);
    }
    if (order == 0) {
      order = compareSequence(left, right);
    }
    return order != 0 ? order : Long.compare(left.rowHash, right.rowHash);
  }

  private int compareSequence(Event left, Event right) {
    int order = 0;
    for (int i = 0; order == 0 && i < sequence.length; i++) {
      order = sequence[i].order(left.sequence[i], right.sequence[i]);
    }
    return order;
  }
}

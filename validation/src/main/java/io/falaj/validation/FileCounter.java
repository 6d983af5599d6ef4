package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.RowObserver;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Counts a source's records by file and interval, those that are not asked for included. */
final class FileCounter implements RowObserver<FileCounter.Seen> {

  private static final long serialVersionUID = 1;

  /** The event time; null where it cannot be read, or there is none. */
  static final String EVENT = "_event";

  @Override
  public Seen open(StructType schema) {
    return new Seen(
        schema.fieldIndex(Sources.ROW),
        schema.fieldIndex(TableSpec.INTERVAL),
        schema.fieldIndex(EVENT));
  }

  @Override
  public void observe(Seen state, InternalRow row) {
    state.add(row);
  }

  @Override
  public Seen merge(Seen left, Seen right) {
    right.files.forEach(
        (file, intervals) ->
            intervals.forEach((interval, count) -> left.of(file, interval).add(count)));
    return left;
  }

  /** What was seen of a source. */
  static final class Seen implements Serializable {
    private static final long serialVersionUID = 1;

    private final int row;
    private final int interval;
    private final int event;
    private final Map<String, SortedMap<String, Count>> files = new TreeMap<>();

    // Records come file by file and, mostly, time by time.
    private transient @Nullable UTF8String lastFile;
    private transient @Nullable UTF8String lastInterval;
    private transient @Nullable Count last;

    Seen(int row, int interval, int event) {
      this.row = row;
      this.interval = interval;
      this.event = event;
    }

    private Count of(String file, String of) {
      return files
          .computeIfAbsent(file, unused -> new TreeMap<>())
          .computeIfAbsent(of, unused -> new Count());
    }

    private void add(InternalRow record) {
      UTF8String identity = record.getUTF8String(row);
      UTF8String of = record.getUTF8String(interval);
      Count count = last;
      UTF8String file = lastFile;
      if (count == null || file == null || !identity.startsWith(file) || !of.equals(lastInterval)) {
        String text = identity.toString();
        String prefix = text.substring(0, text.indexOf(':') + 1);
        lastFile = UTF8String.fromBytes(prefix.getBytes(StandardCharsets.UTF_8));
        lastInterval = of.clone();
        count = of(prefix.substring(0, prefix.length() - 1), of.toString());
        last = count;
      }
      count.rows++;
      if (record.isNullAt(event)) {
        count.untimed++;
      } else {
        long micros = record.getLong(event);
        count.first = Math.min(count.first, micros);
        count.last = Math.max(count.last, micros);
      }
    }

    /** What a file holds; nothing where no record of it came by. */
    FileContent of(Fingerprint file) {
      SortedMap<String, Count> counts = files.get(file.hex());
      return counts == null ? FileContent.NOTHING : content(counts);
    }

    /** What all that came by holds together. */
    FileContent all() {
      SortedMap<String, Count> all = new TreeMap<>();
      files
          .values()
          .forEach(
              counts ->
                  counts.forEach(
                      (of, count) -> all.computeIfAbsent(of, unused -> new Count()).add(count)));
      return content(all);
    }

    private static FileContent content(SortedMap<String, Count> counts) {
      SortedMap<DataInterval, Long> rows = new TreeMap<>();
      Optional<DataInterval> home = Optional.empty();
      Count all = new Count();
      for (Map.Entry<String, Count> entry : counts.entrySet()) {
        DataInterval in = DataInterval.parse(entry.getKey());
        rows.put(in, entry.getValue().rows);
        if (entry.getValue().untimed > 0) {
          home = Optional.of(in);
        }
        all.add(entry.getValue());
      }
      return new FileContent(rows, home, all.firstEvent(), all.lastEvent());
    }
  }

  /** Records of one file in one interval; times are microseconds from 1970 in UTC. */
  private static final class Count implements Serializable {
    private static final long serialVersionUID = 1;

    private long rows;
    private long untimed;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    private void add(Count other) {
      rows += other.rows;
      untimed += other.untimed;
      first = Math.min(first, other.first);
      last = Math.max(last, other.last);
    }

    private Optional<Instant> firstEvent() {
      return first > last ? Optional.empty() : Optional.of(instant(first));
    }

    private Optional<Instant> lastEvent() {
      return first > last ? Optional.empty() : Optional.of(instant(last));
    }

    private static Instant instant(long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.committed;
import static io.falaj.lineage.TestRows.dieAfter;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random writes of all kinds, between runs that die after theirs, against lists of rows in memory.
 */
final class ChangeOracleTest {

  private static final int WRITES = 12;
  private static final DataInterval MAR = DataInterval.parse("2013-03-01/2013-04-01");
  private static final List<DataInterval> MONTHS = List.of(JAN, FEB, MAR);

  @TempDir Path folder;
  private final Random random = new Random(Long.getLong("falaj.seed", 11));
  private final Map<DataInterval, List<Row>> expected = new TreeMap<>();
  private final Map<TableVersion, List<String>> versions = new HashMap<>();
  private TestLake test;

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
    MONTHS.forEach(month -> expected.put(month, new ArrayList<>()));
  }

  @Test
  void anySequenceOfWritesEndsAsIfItsRowsWereWrittenAtOnce() {
    for (int i = 0; i < WRITES; i++) {
      Lake lake = test.open();
      Set<DataInterval> intervals = someMonths();
      String content = "write " + i;
      int kind = i == 0 ? 0 : random.nextInt(9);
      if (kind < 4) {
        merge(lake, content, intervals);
      } else if (kind < 6) {
        deleteKeys(lake, content, intervals);
      } else if (kind < 7) {
        deleteWhere(lake, content, intervals);
      } else if (kind < 8) {
        append(lake, content, intervals);
      } else {
        replace(lake, content, intervals);
      }
      String at = "%s of kind %d to %s".formatted(content, kind, intervals);
      assertThat(texts(lake.read(RAW).collectAsList())).as(at).isEqualTo(texts(allRows()));
      versions.put(lake.pin(RAW), texts(allRows()));
      if (kind < 7 || kind == 8) {
        checkContents(lake, at, intervals);
      }
    }
    versions.forEach(
        (version, rows) ->
            assertThat(texts(test.open().readAt(version).collectAsList()))
                .as(version.toString())
                .isEqualTo(rows));
  }

  private void checkContents(Lake lake, String at, Set<DataInterval> intervals) {
    ContentObserver content = new ContentObserver(TableSpec.NO_CONTENT);
    ObservedRows rows = lake.observe(dataset(lake, rowsOf(intervals)), content);
    assertThat(rows.rows().collectAsList()).hasSize(rowsOf(intervals).size());
    Map<String, ContentObserver.Sum> sums = rows.observed(content).sums();
    for (DataInterval interval : intervals) {
      ContentObserver.Sum sum = sums.getOrDefault(interval.toString(), new ContentObserver.Sum());
      assertThat(committed(lake, RAW, interval).content())
          .as("%s: %s", at, interval)
          .isEqualTo(sum.content());
    }
  }

  private void merge(Lake lake, String content, Set<DataInterval> intervals) {
    List<Row> rows = new ArrayList<>();
    for (DataInterval interval : intervals) {
      for (long id : someIds()) {
        rows.add(row(id, interval));
        list(interval).removeIf(row -> !row.isNullAt(0) && row.getLong(0) == id);
      }
    }
    rows.forEach(row -> list(DataInterval.parse(row.getString(2))).add(row));
    write(lake, content, intervals, s -> s.merge(byMonth(RAW), List.of("id"), dataset(lake, rows)));
  }

  private void deleteKeys(Lake lake, String content, Set<DataInterval> intervals) {
    Set<Long> ids = someIds();
    for (DataInterval interval : intervals) {
      list(interval).removeIf(row -> !row.isNullAt(0) && ids.contains(row.getLong(0)));
    }
    Dataset<Row> keys = TestRows.ids(lake, ids.stream().mapToLong(Long::longValue).toArray());
    write(lake, content, intervals, step -> step.delete(byMonth(RAW), keys.union(keys)));
  }

  private void deleteWhere(Lake lake, String content, Set<DataInterval> intervals) {
    double below = random.nextInt(8) * 0.5;
    for (DataInterval interval : intervals) {
      list(interval).removeIf(row -> !row.isNullAt(1) && row.getDouble(1) < below);
    }
    write(lake, content, intervals, s -> s.delete(byMonth(RAW), functions.col("v").lt(below)));
  }

  private void append(Lake lake, String content, Set<DataInterval> intervals) {
    List<Row> rows = strangers(intervals);
    rows.forEach(row -> list(DataInterval.parse(row.getString(2))).add(row));
    write(lake, content, intervals, s -> s.append(byMonth(RAW), dataset(lake, rows)));
  }

  private void replace(Lake lake, String content, Set<DataInterval> intervals) {
    List<Row> rows = strangers(intervals);
    intervals.forEach(interval -> list(interval).clear());
    rows.forEach(row -> list(DataInterval.parse(row.getString(2))).add(row));
    write(lake, content, intervals, s -> s.replaceIntervals(byMonth(RAW), dataset(lake, rows)));
  }

  private void write(
      Lake lake, String content, Set<DataInterval> intervals, Function<Step, StagedWrite> write) {
    StepRequest request = requestOf("change", content, intervals.toArray(DataInterval[]::new));
    if (random.nextInt(3) == 0) {
      Set<DataInterval> some = someMonths();
      dieAfter(
          lake,
          requestOf("dead", content, some.toArray(DataInterval[]::new)),
          anyWrite(lake, some));
    }
    if (random.nextInt(3) == 0) {
      dieAfter(lake, request, write);
    }
    assertThat(run(lake, request, write)).isNotNull();
    assertThat(run(lake, request, write)).as("the same step again").isNull();
  }

  private Function<Step, StagedWrite> anyWrite(Lake lake, Set<DataInterval> intervals) {
    Dataset<Row> rows = dataset(lake, strangers(intervals));
    Dataset<Row> keyed = rows.where("id IS NOT NULL").dropDuplicates("id", "_interval");
    return switch (random.nextInt(4)) {
      case 0 -> step -> step.append(byMonth(RAW), rows);
      case 1 -> step -> step.replaceIntervals(byMonth(RAW), rows);
      case 2 -> step -> step.delete(byMonth(RAW), functions.col("v").isNotNull());
      default -> step -> step.merge(byMonth(RAW), List.of("id"), keyed);
    };
  }

  /** Rows with keys that are there already, or none at all: no merge brought them. */
  private List<Row> strangers(Set<DataInterval> intervals) {
    List<Row> rows = new ArrayList<>();
    for (DataInterval interval : intervals) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        rows.add(row(random.nextInt(4) == 0 ? null : (long) random.nextInt(12), interval));
      }
    }
    return rows;
  }

  private Row row(@Nullable Long id, DataInterval interval) {
    Row month = TestRows.row(0, 0, interval, "");
    Double v = random.nextInt(6) == 0 ? null : random.nextInt(8) * 0.5;
    return RowFactory.create(id, v, interval.toString(), month.get(3), "batch");
  }

  private Set<DataInterval> someMonths() {
    Set<DataInterval> some = new TreeSet<>();
    some.add(MONTHS.get(random.nextInt(3)));
    some.add(MONTHS.get(random.nextInt(3)));
    return some;
  }

  private Set<Long> someIds() {
    Set<Long> ids = new TreeSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      ids.add((long) random.nextInt(12));
    }
    return ids;
  }

  private List<Row> list(DataInterval interval) {
    return expected.computeIfAbsent(interval, unused -> new ArrayList<>());
  }

  private List<Row> allRows() {
    return rowsOf(expected.keySet());
  }

  private List<Row> rowsOf(Set<DataInterval> intervals) {
    return intervals.stream().flatMap(interval -> list(interval).stream()).toList();
  }

  private static Dataset<Row> dataset(Lake lake, List<Row> rows) {
    return lake.dataset(rows, TestRows.SCHEMA);
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContentObserverTest {

  private static final StructType SCHEMA =
      StructType.fromDDL("id bigint, name string, v double, _interval string, _batch string");
  private static final ContentObserver OBSERVER = new ContentObserver(TableSpec.NO_CONTENT);

  @Test
  void neitherOrderNorPartitionsNorBatchesCount() {
    Random random = new Random(5);
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Few values, so that equal rows are among them.
      rows.add(
          row(
              (long) random.nextInt(5),
              random.nextBoolean() ? null : text("n" + random.nextInt(3)),
              random.nextInt(3) * 0.5,
              text(random.nextBoolean() ? "2013-01-01/2013-02-01" : "2013-02-01/2013-03-01"),
              text("batch")));
    }
    Map<String, IntervalContent> whole = contents(SCHEMA, List.of(rows));
    assertThat(whole).hasSize(2);
    assertThat(whole.values().stream().mapToLong(IntervalContent::rows).sum()).isEqualTo(200);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(rows, random);
      List<List<InternalRow>> partitions = new ArrayList<>();
      int at = 0;
      while (at < rows.size()) {
        int to = Math.min(rows.size(), at + random.nextInt(60));
        partitions.add(rows.subList(at, to));
        at = to;
      }
      assertThat(contents(SCHEMA, partitions)).isEqualTo(whole);
    }
    List<InternalRow> another = new ArrayList<>();
    for (InternalRow row : rows) {
      InternalRow copy = row.copy();
      copy.update(4, text("another batch"));
      another.add(copy);
    }
    assertThat(contents(SCHEMA, List.of(another))).isEqualTo(whole);
  }

  @Test
  void anyOtherContentHasAnotherChecksum() {
    List<InternalRow> rows =
        List.of(row(1L, text("a"), 0.5, null, null), row(2L, text("b"), 1.5, null, null));
    List<List<InternalRow>> others = new ArrayList<>();
    others.add(List.of());
    others.add(List.of(rows.get(0)));
    others.add(List.of(rows.get(1)));
    others.add(List.of(rows.get(0), rows.get(1), rows.get(1)));
    others.add(List.of(rows.get(0), rows.get(0), rows.get(1), rows.get(1)));
    others.add(List.of(rows.get(0), rows.get(0)));
    others.add(List.of(row(1L, text("b"), 0.5, null, null), row(2L, text("a"), 1.5, null, null)));
    others.add(List.of(row(2L, text("a"), 0.5, null, null), row(1L, text("b"), 1.5, null, null)));
    others.add(List.of(row(1L, text("a"), 1.5, null, null), row(2L, text("b"), 0.5, null, null)));
    others.add(List.of(row(1L, null, 0.5, null, null), row(2L, text("b"), 1.5, null, null)));
    others.add(List.of(row(1L, text(""), 0.5, null, null), row(2L, text("b"), 1.5, null, null)));
    others.add(List.of(row(null, text("a"), 0.5, null, null), row(2L, text("b"), 1.5, null, null)));
    List<String> checksums = new ArrayList<>(List.of(checksum(SCHEMA, rows)));
    others.forEach(other -> checksums.add(checksum(SCHEMA, other)));
    assertThat(checksums).doesNotHaveDuplicates();
  }

  @Test
  void everyTypeCountsWithEachOfItsValues() {
    Map<String, List<@Nullable Object>> values = new HashMap<>();
    values.put("bigint", values(0L, 1L, -1L, Long.MIN_VALUE, 1L << 32));
    values.put("timestamp", values(0L, 1L));
    values.put("timestamp_ntz", values(0L, 1L));
    values.put("int", values(0, 1, -1));
    values.put("date", values(0, 1));
    values.put("smallint", values((short) 0, (short) 1));
    values.put("tinyint", values((byte) 0, (byte) 1));
    values.put("boolean", values(true, false));
    values.put("double", values(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE));
    values.put("float", values(0f, -0f, Float.NaN, Float.MIN_VALUE));
    values.put("string", values(text(""), text("a"), text("b"), text("a ")));
    values.put("binary", values(new byte[0], new byte[] {0}, new byte[] {0, 0}));
    values.put("decimal(10,2)", values(decimal("0.00"), decimal("0.01")));
    values.put("decimal(38,2)", values(decimal38("0.00"), decimal38("0.01")));
    values.put(
        "array<int>",
        values(
            new GenericArrayData(new Object[] {}),
            new GenericArrayData(new Object[] {1, 2}),
            new GenericArrayData(new Object[] {2, 1})));
    values.put(
        "struct<a: int, b: string>",
        values(
            new GenericInternalRow(new Object[] {1, text("x")}),
            new GenericInternalRow(new Object[] {2, text("x")})));
    values.forEach(
        (type, ofType) -> {
          StructType schema = StructType.fromDDL("c " + type);
          List<String> checksums =
              ofType.stream().map(value -> checksum(schema, List.of(row(value)))).toList();
          assertThat(checksums).as(type).doesNotHaveDuplicates();
        });
  }

  @Test
  void everyNanIsTheSameAndZeroHasItsSign() {
    StructType schema = StructType.fromDDL("v double, w float");
    double odd = Double.longBitsToDouble(0x7ff8000000000001L);
    assertThat(checksum(schema, List.of(row(odd, Float.intBitsToFloat(0x7fc00001)))))
        .isEqualTo(checksum(schema, List.of(row(Double.NaN, Float.NaN))));
    assertThat(checksum(schema, List.of(row(0.0, 0f))))
        .isNotEqualTo(checksum(schema, List.of(row(-0.0, 0f))))
        .isNotEqualTo(checksum(schema, List.of(row(0.0, -0f))));
  }

  @Test
  void columnsCountByNameAndNotByPlace() {
    StructType there = StructType.fromDDL("a int, b int");
    StructType back = StructType.fromDDL("b int, a int");
    StructType renamed = StructType.fromDDL("a int, c int");
    String checksum = checksum(there, List.of(row(1, 2)));
    assertThat(checksum(back, List.of(row(2, 1)))).isEqualTo(checksum);
    assertThat(checksum(back, List.of(row(1, 2)))).isNotEqualTo(checksum);
    assertThat(checksum(renamed, List.of(row(1, 2)))).isNotEqualTo(checksum);
    assertThat(checksum(there, List.of(row(null, 1))))
        .isNotEqualTo(checksum(there, List.of(row(1, null))));
  }

  @Test
  void onlyWhatIsNamedIsLeftOut() {
    TableSpec spec =
        TableSpec.of(TestRows.RAW, StructType.fromDDL("a int, sketch binary, _batch string"))
            .withoutChecksumOf("sketch");
    ContentObserver observer = new ContentObserver(spec.notInChecksum());
    assertThat(contents(observer, spec.schema(), row(1, new byte[] {1}, text("x"))))
        .isEqualTo(contents(observer, spec.schema(), row(1, new byte[] {2}, text("y"))))
        .isNotEqualTo(contents(observer, spec.schema(), row(2, new byte[] {1}, text("x"))));
  }

  private static List<@Nullable Object> values(Object... values) {
    List<@Nullable Object> all = new ArrayList<>(List.of(values));
    all.add(null);
    return all;
  }

  private static Decimal decimal(String text) {
    return Decimal.apply(new BigDecimal(text), 10, 2);
  }

  private static Decimal decimal38(String text) {
    return Decimal.apply(new BigDecimal(text), 38, 2);
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private static InternalRow row(@Nullable Object... values) {
    return new GenericInternalRow(values);
  }

  private static String checksum(StructType schema, List<InternalRow> rows) {
    return contents(schema, List.of(rows))
        .getOrDefault("", new ContentObserver.Sum().content())
        .checksum();
  }

  private static Map<String, IntervalContent> contents(
      ContentObserver observer, StructType schema, InternalRow row) {
    ContentObserver.State state = observer.open(schema);
    observer.observe(state, row);
    Map<String, IntervalContent> result = new HashMap<>();
    state.sums().forEach((interval, sum) -> result.put(interval, sum.content()));
    return result;
  }

  /** As an action does it: one state for each partition, merged into an empty one. */
  private static Map<String, IntervalContent> contents(
      StructType schema, List<? extends List<InternalRow>> partitions) {
    ContentObserver.State all = OBSERVER.open(schema);
    for (List<InternalRow> partition : partitions) {
      ContentObserver.State state = OBSERVER.open(schema);
      partition.forEach(row -> OBSERVER.observe(state, row));
      all = OBSERVER.merge(all, state);
    }
    Map<String, IntervalContent> result = new HashMap<>();
    all.sums().forEach((interval, sum) -> result.put(interval, sum.content()));
    return result;
  }

  @Test
  void anIntervalWithoutRowsHasTheChecksumZero() {
    assertThat(new ContentObserver.Sum().content()).isEqualTo(WriteRecord.NOTHING);
  }
}

package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.FeatureView;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of one key, against the oracle, without Spark: many more cases. */
class KeyStateTest {

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "k string, _known_time timestamp, _event_time timestamp, _available_time timestamp,"
              + " seq_no bigint, _row_hash bigint, _deleted boolean, of_x double, of_i bigint, of_b boolean");

  private static final String WINDOWS =
      """
        last: {of: x}
        set: {of: x, null_policy: skip}
        n_9s: {aggregate: count, window: 9s}
        sum_9s: {aggregate: sum, of: x, window: 9s}
        mean_20s: {aggregate: mean, of: x, window: 20s}
        min_9s: {aggregate: min, of: x, window: 9s}
        max_20s: {aggregate: max, of: i, window: 20s}
        sum_20s: {aggregate: sum, of: i, window: 20s}
        last_9s: {aggregate: last, of: i, window: 9s}
        set_20s: {aggregate: last, of: i, window: 20s, null_policy: skip}
        first_9s: {aggregate: first, of: x, window: 9s}
        first_set_20s: {aggregate: first, of: i, window: 20s, null_policy: skip}
        last_3: {aggregate: last_k, k: 3, of: i}
        last_2_set_20s: {aggregate: last_k, k: 2, of: x, window: 20s, null_policy: skip}
        different_20s: {aggregate: count_distinct, of: x, window: 20s}
        variance_20s: {aggregate: variance, of: x, window: 20s}
        stddev_9s: {aggregate: stddev, of: i, window: 9s}
        median_20s: {aggregate: quantile, q: 0.5, of: x, window: 20s}
        n_some_20s: {aggregate: count, where: b, window: 20s}
        sum_some_9s: {aggregate: sum, of: x, where: b, window: 9s}
        share_20s: {aggregate: share, of: b, window: 20s}
        last_some: {of: x, where: b}
      """;
  private static final String LAST =
      """
        x: {of: x}
        i: {of: i}
      """;

  private static FeatureView view(Random random, String features) {
    return Views.view(
        Views.catalog(
            "{entity: thing, keys: {k: string}}",
            """
            feature_view: facts
            entity: thing
            source: clean.facts
            event_time: happened
            available_time: known
            sequence: "no"
            boundary: %s
            %s
            features:
            %s
            """
                .formatted(
                    random.nextBoolean() ? "inclusive" : "exclusive",
                    random.nextBoolean() ? "" : "ttl: " + random.nextInt(30) + "s",
                    features.stripTrailing())),
        "facts");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyEventWithinReachIsRememberedAndNoOther(long seed) {
    Random random = new Random(seed);
    FeatureView view = view(random, WINDOWS);
    ViewPlan plan = ViewPlan.of(view, view.features(), SCHEMA, ViewEvents.Revision.REVISED);
    assertThat(KeyState.of(plan)).isInstanceOf(WindowState.class);
    agrees(random, view, plan, true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whereNothingIsRemovedTheBestEventIsEnough(long seed) {
    Random random = new Random(seed);
    FeatureView view = view(random, LAST);
    ViewPlan plan = ViewPlan.of(view, view.features(), SCHEMA, ViewEvents.Revision.ONLY_ADDED);
    assertThat(KeyState.of(plan)).isInstanceOf(LatestState.class);
    agrees(random, view, plan, false);
  }

  private static void agrees(Random random, FeatureView view, ViewPlan plan, boolean removals) {
    KeyState state = KeyState.of(plan);
    for (int key = 0; key < 3; key++) {
      List<Row> events = events(random, view, removals);
      Oracle oracle = new Oracle(view, events);
      List<InternalRow> sorted =
          new ArrayList<>(events.stream().map(KeyStateTest::internal).toList());
      sorted.sort(plan.reader()::compareRows);
      long[] labels = random.longs(60, 0, 60_000_000L).map(t -> t / 500_000 * 500_000).toArray();
      Arrays.sort(labels);
      state.clear();
      int next = 0;
      for (long label : labels) {
        while (next < sorted.size() && plan.reader().knownTime(sorted.get(next)) <= label) {
          state.add(sorted.get(next++));
        }
        GenericInternalRow features = new GenericInternalRow(view.features().size());
        state.write(label, features);
        assertThat(Arrays.stream(features.values()).map(KeyStateTest::plain).toList())
            .as("%s at %s", view.times(), label)
            .isEqualTo(oracle.features(List.of("k"), instant(label)));
      }
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof GenericArrayData array ? Arrays.asList(array.array()) : value;
  }

  private static List<Row> events(Random random, FeatureView view, boolean removals) {
    List<Row> events = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      long happened = random.nextInt(120) * 500_000L;
      long known = happened + (random.nextInt(20) - 5) * 500_000L;
      boolean exclusive = view.times().boundary() == io.falaj.features.Boundary.EXCLUSIVE;
      Object[] values = {
        "k",
        Timestamp.from(instant(Math.max(happened + (exclusive ? 1 : 0), known))),
        Timestamp.from(instant(happened)),
        Timestamp.from(instant(known)),
        random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(2),
        random.nextLong(),
        removals && random.nextInt(6) == 0,
        random.nextInt(4) == 0 ? null : (Double) (random.nextInt(100) / 10.0),
        random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(100),
        random.nextInt(4) == 0 ? null : (Boolean) random.nextBoolean()
      };
      events.add(new GenericRowWithSchema(values, SCHEMA));
    }
    return events;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static InternalRow internal(Row row) {
    @Nullable Object[] values = new @Nullable Object[row.size()];
    Arrays.setAll(values, row::get);
    values[0] = UTF8String.fromString("k");
    for (int i = 1; i <= 3; i++) {
      values[i] = LabelPlan.micros(row.getTimestamp(i).toInstant());
    }
    return new GenericInternalRow(values);
  }
}

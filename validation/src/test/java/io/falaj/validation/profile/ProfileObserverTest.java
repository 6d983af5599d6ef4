package io.falaj.validation.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileObserverTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("_interval", DataTypes.StringType)
          .add("id", DataTypes.StringType)
          .add("code", DataTypes.StringType)
          .add("whole", DataTypes.IntegerType)
          .add("real", DataTypes.DoubleType)
          .add("flag", DataTypes.BooleanType)
          .add("at", DataTypes.TimestampType)
          .add("price", DataTypes.createDecimalType(9, 2))
          .add("person", DataTypes.StringType)
          .add("list", DataTypes.createArrayType(DataTypes.LongType));

  private static final ProfileObserver OBSERVER =
      new ProfileObserver(
          List.of(
              ProfiledColumn.open("id"),
              ProfiledColumn.open("code"),
              ProfiledColumn.open("whole"),
              ProfiledColumn.open("real"),
              ProfiledColumn.open("flag"),
              ProfiledColumn.open("at"),
              ProfiledColumn.open("price"),
              ProfiledColumn.personal("person"),
              ProfiledColumn.open("list")));

  /** Values of one row; the interval is the first. */
  private static InternalRow row(@Nullable Object... values) {
    Object[] internal = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      internal[i] = values[i] instanceof String text ? UTF8String.fromString(text) : values[i];
    }
    return new GenericInternalRow(internal);
  }

  private static InternalRow random(Random random, int i) {
    return row(
        i % 3 == 0 ? "2013-01-01/2013-02-01" : "2013-02-01/2013-03-01",
        "id" + i,
        random.nextInt(10) == 0 ? null : "c" + random.nextInt(7),
        random.nextInt(10) == 0 ? null : random.nextInt(12),
        random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian() * 5 + 3,
        random.nextInt(4) == 0,
        1_000_000L * random.nextInt(100_000),
        Decimal.apply(random.nextInt(100_000), 9, 2),
        "person" + random.nextInt(50),
        null);
  }

  private static Profiles profile(List<InternalRow> rows) {
    ProfileTap tap = OBSERVER.open(SCHEMA);
    rows.forEach(row -> OBSERVER.observe(tap, row));
    return tap.profiles();
  }

  @Test
  void rowsInAnyNumberOfPartitionsGiveWhatTheWholeGives() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      List<InternalRow> rows = new ArrayList<>();
      int count = random.nextInt(5000);
      for (int i = 0; i < count; i++) {
        rows.add(random(random, i));
      }
      ProfileTap merged = OBSERVER.open(SCHEMA);
      int partitions = 1 + random.nextInt(5);
      for (int p = 0; p < partitions; p++) {
        ProfileTap part = OBSERVER.open(SCHEMA);
        for (int i = p; i < count; i += partitions) {
          OBSERVER.observe(part, rows.get(i));
        }
        merged = OBSERVER.merge(merged, travel(part));
      }
      Profiles whole = profile(rows);
      assertThat(merged.profiles().states().keySet()).isEqualTo(whole.states().keySet());
      merged.profiles().states().forEach((key, state) -> same(state, at(whole.states(), key)));
    }
  }

  private static <K> ProfileState at(Map<K, ProfileState> profiles, K key) {
    return java.util.Objects.requireNonNull(profiles.get(key), () -> "no profile of " + key);
  }

  private static void same(ProfileState merged, ProfileState whole) {
    assertThat(merged.counts()).isEqualTo(whole.counts());
    assertThat(merged.min()).isEqualTo(whole.min());
    assertThat(merged.max()).isEqualTo(whole.max());
    assertThat(merged.moments().mean())
        .isCloseTo(whole.moments().mean(), within(Math.abs(whole.moments().mean()) * 1e-12));
    assertThat(merged.moments().m2())
        .isCloseTo(whole.moments().m2(), within(whole.moments().m2() * 1e-11));
    assertThat(merged.hasCategories()).isEqualTo(whole.hasCategories());
    if (whole.hasCategories() && whole.categoryError() == 0) {
      assertThat(merged.categories()).isEqualTo(whole.categories());
    }
    if (!Double.isNaN(whole.distinct())) {
      // HLL registers are the same; the estimator of a merged sketch is another one.
      assertThat(merged.distinct()).isBetween(whole.distinct() * 0.95, whole.distinct() * 1.05);
    }
    if (whole.hasQuantiles()) {
      double median = merged.quantile(0.5);
      assertThat(merged.cdf(median))
          .isCloseTo(whole.cdf(median), within(merged.rankError() + whole.rankError()));
    }
  }

  private static ProfileTap travel(ProfileTap tap) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(tap);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ProfileTap) in.readObject();
    }
  }

  @Test
  void statisticsAreThoseOfTheRows() {
    Random random = new Random(7);
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add(random(random, i));
    }
    var columns = profile(rows).byColumn();

    double[] reals =
        rows.stream().mapToDouble(r -> r.getDouble(4)).filter(d -> !Double.isNaN(d)).toArray();
    ProfileState real = at(columns, "real");
    assertThat(real.counts().rows()).isEqualTo(3000);
    assertThat(real.counts().nans()).isEqualTo(3000 - reals.length);
    assertThat(real.counts().present()).isEqualTo(reals.length);
    double mean = java.util.Arrays.stream(reals).average().orElseThrow();
    assertThat(real.moments().mean()).isCloseTo(mean, within(1e-12));
    assertThat(real.moments().variance())
        .isCloseTo(
            java.util.Arrays.stream(reals)
                .map(d -> (d - mean) * (d - mean))
                .average()
                .orElseThrow(),
            within(1e-9));
    assertThat(real.hasCategories()).isFalse();
    java.util.Arrays.sort(reals);
    for (double share : new double[] {0.01, 0.25, 0.5, 0.9, 0.99}) {
      double exact = reals[(int) (share * (reals.length - 1))];
      assertThat(real.cdf(exact)).isCloseTo(share, within(real.rankError() + 1e-3));
    }

    ProfileState whole = at(columns, "whole");
    long nulls = rows.stream().filter(r -> r.isNullAt(3)).count();
    assertThat(whole.counts().nulls()).isEqualTo(nulls);
    assertThat(whole.nullShare()).isCloseTo(nulls / 3000.0, within(1e-15));
    assertThat(whole.categories()).hasSize(12).containsKey("11").containsKey("0");
    assertThat(whole.categoryError()).isZero();
    assertThat(whole.categories().values().stream().mapToLong(l -> l).sum())
        .isEqualTo(3000 - nulls);
    assertThat(whole.distinct()).isCloseTo(12, within(0.1));

    ProfileState id = at(columns, "id");
    assertThat(id.distinctLower()).isLessThan(3000);
    assertThat(id.distinctUpper()).isGreaterThan(3000);
    assertThat(id.counts().minLength()).isEqualTo(3);
    assertThat(id.counts().maxLength()).isEqualTo(6);
    assertThat(id.categoryError()).isPositive();

    ProfileState flag = at(columns, "flag");
    assertThat(flag.categories()).containsOnlyKeys("true", "false");
    assertThat(flag.moments().mean())
        .isCloseTo(rows.stream().filter(r -> r.getBoolean(5)).count() / 3000.0, within(1e-12));

    ProfileState price = at(columns, "price");
    assertThat(price.max().orElseThrow()).isBetween(900.0, 1000.0);
  }

  @Test
  void histogramBinsAreOpenToTheRightButTheLast() {
    List<InternalRow> rows = new ArrayList<>();
    for (double value : new double[] {0, 1, 1, 2, 3, 4, 9}) {
      rows.add(row("", "", "", 0, value, true, 0L, Decimal.apply(0, 9, 2), "", null));
    }
    ProfileState real = at(profile(rows).byColumn(), "real");
    assertThat(real.histogram(0, 1, 2, 4)).containsExactly(new double[] {1, 2, 3}, within(1e-9));
    assertThat(real.rankError()).isZero();
    assertThat(real.quantile(0)).isEqualTo(0);
    assertThat(real.quantile(1)).isEqualTo(9);
    assertThatThrownBy(() -> real.histogram(1)).hasMessage("a histogram has at least two edges");
  }

  @Test
  void aPersonalColumnKeepsCountsAlone() {
    ProfileState person =
        at(
            profile(List.of(random(new Random(1), 0), random(new Random(2), 1))).byColumn(),
            "person");
    assertThat(person.counts()).isEqualTo(new ValueCounts(2, 0, 0, 0, -1, -1));
    assertThat(person.kind()).isEqualTo(ProfileKind.COUNTS);
    assertThat(person.distinct()).isNaN();
    assertThat(person.hasQuantiles()).isFalse();
    assertThat(person.hasCategories()).isFalse();
    assertThat(person.hllBytes()).isNull();
    assertThatThrownBy(person::categories)
        .hasMessage("single values are not kept of a COUNTS column");
    assertThatThrownBy(() -> person.quantile(0.5))
        .hasMessage("there are no numbers in this COUNTS column");
  }

  @Test
  void anEmptyColumnHasNoExtremesAndSaysSo() {
    ProfileTap tap = OBSERVER.open(SCHEMA);
    OBSERVER.observe(tap, row("", null, null, null, null, null, null, null, null, null));
    tap.profiles()
        .byColumn()
        .forEach(
            (column, state) -> {
              assertThat(state.counts().nulls()).as(column).isEqualTo(1);
              assertThat(state.min()).as(column).isEmpty();
              assertThat(state.max()).as(column).isEmpty();
              assertThat(state.hasQuantiles()).as(column).isFalse();
              assertThat(state.moments().variance()).as(column).isNaN();
            });
  }

  @Test
  void manyDifferentNumbersAreNoCategories() {
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      rows.add(row("", "", "", i, i + 0.5, true, 0L, Decimal.apply(i, 9, 2), "", null));
    }
    var columns = profile(rows).byColumn();
    ProfileState whole = at(columns, "whole");
    assertThat(whole.hasCategories()).isFalse();
    assertThat(whole.distinct()).isCloseTo(65, within(1.0));
    var two = at(profile(rows.subList(0, 40)).byColumn(), "whole");
    var others = at(profile(rows.subList(30, 65)).byColumn(), "whole");
    assertThat(two.hasCategories()).isTrue();
    assertThat(two.merge(others).hasCategories()).isFalse();
  }

  @Test
  void infinitiesAndNegativeZeroAreCountedApart() {
    List<InternalRow> rows = new ArrayList<>();
    for (double value : new double[] {0.0, -0.0, Double.POSITIVE_INFINITY, -1e300, 2.5}) {
      rows.add(row("", "", "", 0, value, true, 0L, Decimal.apply(0, 9, 2), "", null));
    }
    ProfileState real = at(profile(rows).byColumn(), "real");
    assertThat(real.counts().infinities()).isEqualTo(1);
    assertThat(real.categories()).containsEntry("0", 2L).containsEntry("2.5", 1L);
    assertThat(real.min()).hasValue(-1e300);
  }

  @Test
  void rowsAreKeptApartByIntervalAndSegment() {
    ProfileObserver observer = new ProfileObserver("whole").segmentedBy("code");
    ProfileTap tap = observer.open(SCHEMA);
    for (int i = 0; i < 12; i++) {
      observer.observe(
          tap,
          row("m" + i % 2, "", i % 3 == 0 ? null : "s" + i % 3, i, 0.0, true, 0L, null, "", null));
    }
    assertThat(tap.profiles().states().keySet())
        .containsExactly(
            new ProfileKey("m0", "", "whole"),
            new ProfileKey("m0", "s1", "whole"),
            new ProfileKey("m0", "s2", "whole"),
            new ProfileKey("m1", "", "whole"),
            new ProfileKey("m1", "s1", "whole"),
            new ProfileKey("m1", "s2", "whole"));
    ProfileState even = at(tap.profiles().of("m0"), "whole");
    assertThat(even.counts().rows()).isEqualTo(6);
    assertThatThrownBy(() -> new ProfileObserver("id").segmentedBy("whole").open(SCHEMA))
        .hasMessage("segment column 'whole' is of type int: segments are named by text");
  }

  @Test
  void profilesOfDifferentKindsDoNotMerge() {
    var columns = profile(List.of(random(new Random(3), 0))).byColumn();
    ProfileState text = at(columns, "id");
    ProfileState number = at(columns, "real");
    assertThatThrownBy(() -> text.merge(number))
        .hasMessage("a profile of kind TEXT does not merge with one of kind NUMBER");
  }

  @Test
  void frequentTextsAmongManyDifferentOnesAreCountedWithinTheStatedError() {
    Random random = new Random(11);
    List<InternalRow> rows = new ArrayList<>();
    Map<String, Long> truth = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      // Nearly all different at first, which is when they are no longer counted one by one.
      boolean often = i > 2_000 && random.nextInt(8) == 0;
      String id = often ? "مطار " + random.nextInt(3) : "id" + i;
      truth.merge(id, 1L, Long::sum);
      rows.add(row("", id, "", 0, 0.0, true, 0L, Decimal.apply(0, 9, 2), "", null));
    }
    ProfileState id = at(profile(rows).byColumn(), "id");
    assertThat(id.distinct()).isCloseTo(truth.size(), within(truth.size() * 0.05));
    assertThat(id.counts().minLength()).isEqualTo(3);
    assertThat(id.counts().maxLength()).isEqualTo(7);
    assertThat(id.categories()).containsKeys("مطار 0", "مطار 1", "مطار 2");
    id.categories()
        .forEach(
            (text, count) ->
                assertThat(count)
                    .as(text)
                    .isBetween(
                        truth.getOrDefault(text, 0L),
                        truth.getOrDefault(text, 0L) + id.categoryError()));
    assertThat(id.categoryError()).isLessThan(20_000 / 100);
  }

  @Test
  void longTextIsCountedByItsBeginning() {
    String beginning = "x".repeat(TextTap.KEPT_CHARACTERS);
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(row("", beginning + i, "", 0, 0.0, true, 0L, Decimal.apply(0, 9, 2), "", null));
    }
    ProfileState id = at(profile(rows).byColumn(), "id");
    assertThat(id.categories()).containsExactly(Map.entry(beginning, 3L));
    assertThat(id.distinct()).isCloseTo(3, within(0.01));
  }
}

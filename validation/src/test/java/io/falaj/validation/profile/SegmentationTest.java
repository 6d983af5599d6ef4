package io.falaj.validation.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Profiles of segments beside those of all rows. */
class SegmentationTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("_interval", DataTypes.StringType)
          .add("x", DataTypes.IntegerType)
          .add("_shop", DataTypes.StringType)
          .add("_size", DataTypes.StringType);

  private static final ProfileObserver OBSERVER =
      new ProfileObserver("x").withSegments(Map.of("shop", "_shop", "size", "_size"));

  private record Sale(String interval, int x, @Nullable String shop, String size) {
    InternalRow row() {
      return new GenericInternalRow(
          new @Nullable Object[] {
            UTF8String.fromString(interval),
            x,
            shop == null ? null : UTF8String.fromString(shop),
            UTF8String.fromString(size)
          });
    }
  }

  private static Profiles profiles(List<Sale> sales, int tasks) {
    List<ProfileTap> taps = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      taps.add(OBSERVER.open(SCHEMA));
    }
    for (int i = 0; i < sales.size(); i++) {
      OBSERVER.observe(taps.get(i % tasks), sales.get(i).row());
    }
    return taps.stream().reduce(OBSERVER::merge).orElseThrow().profiles();
  }

  /** Rows and sum of x of each segment, by brute force; of whole intervals where there is one. */
  private static SortedMap<String, long[]> brute(List<Sale> sales, @Nullable String interval) {
    List<Sale> of =
        sales.stream().filter(s -> interval == null || s.interval().equals(interval)).toList();
    TreeSet<UTF8String> shops = new TreeSet<>();
    of.forEach(
        sale -> {
          if (sale.shop() != null) {
            shops.add(UTF8String.fromString(sale.shop()));
          }
        });
    List<UTF8String> least = shops.stream().limit(Segmentation.MOST).toList();
    SortedMap<String, long[]> sums = new TreeMap<>();
    for (Sale sale : of) {
      String shop =
          sale.shop() == null
              ? "shop is null"
              : least.contains(UTF8String.fromString(sale.shop()))
                  ? "shop=" + sale.shop()
                  : "shop is other";
      for (String segment : List.of(shop, "size=" + sale.size())) {
        long[] sum = sums.computeIfAbsent(segment, unused -> new long[2]);
        sum[0]++;
        sum[1] += sale.x();
      }
    }
    return sums;
  }

  private static void same(
      SortedMap<String, ProfileState> seen, SortedMap<String, long[]> brute, String as) {
    assertThat(seen.keySet()).as(as).isEqualTo(brute.keySet());
    seen.forEach(
        (segment, state) -> {
          long[] sum = brute.getOrDefault(segment, new long[2]);
          assertThat(state.counts().rows()).as("%s %s", as, segment).isEqualTo(sum[0]);
          assertThat(state.mean() * sum[0])
              .as("%s %s", as, segment)
              .isCloseTo((double) sum[1], within(1e-6));
        });
  }

  /** Whichever task sees which rows, in whatever order; and the merge of intervals, too. */
  @Test
  void segmentsAreThoseOfBruteForce() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int shops = 1 + random.nextInt(seed % 2 == 0 ? 30 : 60);
      List<Sale> sales = new ArrayList<>();
      for (int i = random.nextInt(800); i >= 0; i--) {
        int shop = random.nextInt(shops);
        sales.add(
            new Sale(
                "m" + random.nextInt(3),
                random.nextInt(100),
                random.nextInt(15) == 0 ? null : (shop % 7 == 0 ? "é=" : "s") + shop,
                random.nextBoolean() ? "large" : "small or other"));
      }
      Profiles profiles = profiles(sales, 1 + random.nextInt(5));
      for (String interval : List.of("m0", "m1", "m2")) {
        SortedMap<String, ProfileState> seen = new TreeMap<>();
        profiles
            .states()
            .forEach(
                (key, state) -> {
                  if (!key.whole() && key.interval().equals(interval)) {
                    seen.put(key.segment(), state);
                  }
                });
        same(seen, brute(sales, interval), "seed " + seed + " " + interval);
      }
      SortedMap<String, ProfileState> all = new TreeMap<>();
      profiles.bySegment().keySet().forEach(segment -> all.put(segment, x(profiles, segment)));
      same(all, brute(sales, null), "seed " + seed);
      ProfileState whole = profiles.byColumn().get("x");
      assertThat(whole == null ? 0 : whole.counts().rows())
          .as("no row counts twice in the whole")
          .isEqualTo(sales.size());
    }
  }

  @Test
  void memoryIsBoundedHoweverManyValuesThereAre() {
    ProfileTap tap = OBSERVER.open(SCHEMA);
    for (int i = 50_000; i > 0; i--) {
      OBSERVER.observe(tap, new Sale("m", i, "s%05d".formatted(i), "a").row());
    }
    Profiles profiles = tap.profiles();
    assertThat(profiles.states()).hasSize(1 + Segmentation.MOST + 1 + 1);
    assertThat(profiles.bySegment().get("shop=s00001")).isNotNull();
    ProfileState other = x(profiles, "shop is other");
    assertThat(other.counts().rows()).isEqualTo(50_000 - Segmentation.MOST);
  }

  private static ProfileState x(Profiles profiles, String segment) {
    SortedMap<String, ProfileState> columns =
        Objects.requireNonNull(profiles.bySegment().get(segment), segment);
    return Objects.requireNonNull(columns.get("x"), segment);
  }
}

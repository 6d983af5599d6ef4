package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Anomaly.Method;
import io.falaj.validation.Anomaly.Metric;
import io.falaj.validation.Anomaly.Season;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a history lets expect, by the definitions taken literally. */
class AnomalyTest {

  private static final List<DataInterval> DAYS = DataInterval.parse("2013-01-01/2015-01-01").days();

  private static Anomaly anomaly(Method method, double deviations, int warmUp) {
    return new Anomaly(
        Metric.ROW_COUNT, Optional.empty(), method, deviations, warmUp, 1000, Season.NONE);
  }

  private static Baseline baseline(Anomaly anomaly, Double... numbers) {
    TreeMap<DataInterval, Double> history = new TreeMap<>();
    for (int i = 0; i < numbers.length; i++) {
      history.put(DAYS.get(i), numbers[i]);
    }
    return Baseline.of(anomaly, history);
  }

  private static Band band(Method method, double deviations, Double... numbers) {
    return Band.of(method, deviations, Arrays.asList(numbers));
  }

  @Test
  void bandsOfNumbersThatAreEasyToReckon() {
    // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, by 7.
    Band sigma = band(Method.MEAN_SIGMA, 2, 2., 4., 4., 4., 5., 5., 7., 9.);
    assertThat(sigma.low()).isCloseTo(5 - 2 * Math.sqrt(32 / 7.), within(1e-12));
    assertThat(sigma.high()).isCloseTo(5 + 2 * Math.sqrt(32 / 7.), within(1e-12));
    // Median 3; 2, 1, 0, 1, 97 have the median 1.
    Band mad = band(Method.MEDIAN_MAD, 3, 1., 100., 3., 2., 4.);
    assertThat(mad.low()).isCloseTo(3 - 4.4478, within(1e-12));
    assertThat(mad.high()).isCloseTo(3 + 4.4478, within(1e-12));
    // Ranks 0.75 and 2.25 of four numbers: 1.75 and 3.25.
    Band iqr = band(Method.IQR, 1.5, 4., 1., 3., 2.);
    assertThat(iqr).isEqualTo(new Band(-0.5, 5.5));
    assertThat(iqr.contains(5.5)).isTrue();
    assertThat(iqr.contains(-0.5)).isTrue();
    assertThat(iqr.contains(Math.nextUp(5.5))).isFalse();
    assertThat(iqr.contains(Double.NaN)).isFalse();
    assertThat(iqr.describe()).isEqualTo("-0.5 to 5.5");
  }

  @Test
  void ofNumbersThatAreAllTheSameOnlyARoundingIsNoAnomaly() {
    for (Method method : Method.values()) {
      Band same = band(method, 3, 0.1, 0.1, 0.1, 0.1, 0.1);
      assertThat(same.contains(0.1)).as(method.name()).isTrue();
      assertThat(same.contains(0.1 + 0.9e-10)).as(method.name()).isTrue();
      assertThat(same.contains(0.1 + 1.1e-10)).as(method.name()).isFalse();
      assertThat(same.contains(0.1 - 1.1e-10)).as(method.name()).isFalse();
      Band nothing = band(method, 3, 0., 0., 0.);
      assertThat(nothing).isEqualTo(new Band(0, 0));
      assertThat(nothing.contains(-0.0)).isTrue();
      assertThat(nothing.contains(Double.MIN_VALUE)).isFalse();
    }
    // More than half are the same: the MAD is 0, whatever the others are.
    assertThat(band(Method.MEDIAN_MAD, 3, 7., 7., 7., 1., 90.).contains(7.1)).isFalse();
  }

  @Test
  void numbersOfAnySizeGiveABand() {
    for (Method method : Method.values()) {
      Band wide = band(method, 3, -Double.MAX_VALUE, Double.MAX_VALUE, 0., Double.MAX_VALUE);
      assertThat(wide.contains(1)).as(method.name()).isTrue();
      assertThat(wide.describe()).as(method.name()).doesNotContain("NaN");
    }
  }

  private static BigDecimal quantile(List<Double> numbers, double share) {
    List<Double> sorted = numbers.stream().sorted().toList();
    BigDecimal rank = BigDecimal.valueOf(share).multiply(BigDecimal.valueOf(sorted.size() - 1L));
    int below = rank.intValue();
    BigDecimal low = new BigDecimal(sorted.get(below));
    BigDecimal high = new BigDecimal(sorted.get(Math.min(below + 1, sorted.size() - 1)));
    return low.add(high.subtract(low).multiply(rank.subtract(BigDecimal.valueOf(below))));
  }

  /** Low and high by decimal arithmetic. */
  private static double[] expected(Method method, double k, List<Double> numbers) {
    MathContext digits = MathContext.DECIMAL128;
    BigDecimal n = BigDecimal.valueOf(numbers.size());
    BigDecimal low;
    BigDecimal high;
    BigDecimal spread;
    if (method == Method.MEAN_SIGMA) {
      BigDecimal sum = BigDecimal.ZERO;
      for (double number : numbers) {
        sum = sum.add(new BigDecimal(number));
      }
      low = sum.divide(n, digits);
      high = low;
      BigDecimal squares = BigDecimal.ZERO;
      for (double number : numbers) {
        squares = squares.add(new BigDecimal(number).subtract(low).pow(2));
      }
      spread = squares.divide(n.subtract(BigDecimal.ONE), digits).sqrt(digits);
    } else if (method == Method.MEDIAN_MAD) {
      low = quantile(numbers, 0.5);
      high = low;
      double median = low.doubleValue();
      spread =
          quantile(numbers.stream().map(x -> Math.abs(x - median)).toList(), 0.5)
              .multiply(new BigDecimal("1.4826"));
    } else {
      low = quantile(numbers, 0.25);
      high = quantile(numbers, 0.75);
      spread = high.subtract(low);
    }
    spread = spread.multiply(BigDecimal.valueOf(k));
    return new double[] {
      low.subtract(spread.max(low.abs().movePointLeft(9))).doubleValue(),
      high.add(spread.max(high.abs().movePointLeft(9))).doubleValue()
    };
  }

  @Test
  void bandsAreThoseOfTheirDefinitions() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      double size = Math.pow(10, random.nextInt(12) - 4);
      List<Double> numbers = new ArrayList<>();
      for (int i = 2 + random.nextInt(40); i > 0; i--) {
        numbers.add(random.nextBoolean() ? random.nextInt(5) * size : random.nextGaussian() * size);
      }
      double k = 0.5 + random.nextInt(6) / 2.0;
      Offset<Double> close = within(1e-12 * size * 100);
      for (Method method : Method.values()) {
        Band band = Band.of(method, k, numbers);
        double[] expected = expected(method, k, numbers);
        assertThat(band.low()).as("%s, seed %d", method, seed).isCloseTo(expected[0], close);
        assertThat(band.high()).as("%s, seed %d", method, seed).isCloseTo(expected[1], close);
        List<Double> otherwise = new ArrayList<>(numbers);
        Collections.reverse(otherwise);
        assertThat(Band.of(method, k, otherwise).low()).isCloseTo(band.low(), close);
      }
    }
  }

  @Test
  void theFirstAreTakenAsTheyAreAndAnomaliesAmongTheOthersAreLeftOut() {
    Anomaly three = anomaly(Method.MEDIAN_MAD, 3, 3);
    assertThat(baseline(three, 1., 50., 2.).numbers()).containsExactly(1., 50., 2.);
    assertThat(baseline(three, 1., 3., 2., 50., 3., 60., 70., 2.))
        .isEqualTo(new Baseline(List.of(1., 3., 2., 3., 2.), 8, Optional.empty()));
    assertThat(baseline(three, 1., 3., 2., 50., 3.).describe())
        .isEqualTo("4 of 5 intervals before");
    assertThat(baseline(three, 1., 3., 2.).describe()).isEqualTo("all of 3 intervals before");
  }

  @Test
  void asManyInARowAsTheWarmUpAreANewLevel() {
    Anomaly three = anomaly(Method.MEDIAN_MAD, 3, 3);
    assertThat(baseline(three, 1., 3., 2., 50., 60.).numbers()).containsExactly(1., 3., 2.);
    Baseline shifted = baseline(three, 1., 3., 2., 50., 60., 55., 52.);
    assertThat(shifted)
        .isEqualTo(new Baseline(List.of(50., 60., 55., 52.), 7, Optional.of(DAYS.get(3))));
    assertThat(shifted.describe())
        .isEqualTo("4 of 7 intervals before, whose level is new since 2013-01-04/2013-01-05");
    // And back: what was known of the level before is not known any more.
    assertThat(baseline(three, 1., 3., 2., 50., 60., 55., 1., 2.).numbers())
        .containsExactly(50., 60., 55.);
    assertThat(baseline(three, 1., 3., 2., 50., 60., 55., 1., 2., 3.))
        .isEqualTo(new Baseline(List.of(1., 2., 3.), 9, Optional.of(DAYS.get(6))));
  }

  @Test
  void oneOutlierDoesNotMakeTheNextOneNormal() {
    Double[] steady = {100., 101., 99., 100., 102., 98., 100., 101., 1000.};
    Anomaly sigma = anomaly(Method.MEAN_SIGMA, 3, 8);
    Baseline baseline = baseline(sigma, steady);
    assertThat(sigma.band(baseline.numbers()).contains(1000)).isFalse();
    assertThat(sigma.band(Arrays.asList(steady)).contains(1000))
        .as("it would, were it taken in")
        .isTrue();
  }

  /** The rule of {@link Anomaly} as a recursion over what is taken, its own way round. */
  private static List<Double> taken(Anomaly anomaly, List<Double> numbers) {
    int start = 0;
    while (true) {
      List<Double> taken = new ArrayList<>();
      int next = -1;
      for (int i = start; i < numbers.size(); i++) {
        int run = 0;
        while (taken.size() >= anomaly.warmUp()
            && i + run < numbers.size()
            && run < anomaly.warmUp()
            && outside(anomaly, taken, numbers.get(i + run))) {
          run++;
        }
        if (run == anomaly.warmUp()) {
          next = i;
          break;
        } else if (run > 0) {
          i += run - 1;
        } else {
          taken.add(numbers.get(i));
        }
      }
      if (next < 0) {
        return taken;
      }
      start = next;
    }
  }

  private static boolean outside(Anomaly anomaly, List<Double> taken, double number) {
    double[] ends = expected(anomaly.method(), anomaly.deviations(), taken);
    return number < ends[0] || number > ends[1];
  }

  @Test
  void whatIsTakenIsThatOfTheRuleTakenLiterally() {
    int shifts = 0;
    int apart = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Double> numbers = new ArrayList<>();
      double level = 100;
      for (int i = random.nextInt(60); i >= 0; i--) {
        level += random.nextInt(12) == 0 ? 40 * random.nextGaussian() : 0;
        numbers.add(level + random.nextGaussian() * (random.nextInt(8) == 0 ? 30 : 1));
      }
      Anomaly anomaly =
          anomaly(
              List.of(Method.values()).get(seed % 3), 1 + random.nextInt(3), 3 + random.nextInt(6));
      Baseline baseline = baseline(anomaly, numbers.toArray(new Double[0]));
      assertThat(baseline.numbers()).as("seed %d", seed).isEqualTo(taken(anomaly, numbers));
      shifts += baseline.newSince().isPresent() ? 1 : 0;
      apart += baseline.numbers().size() < numbers.size() ? 1 : 0;
    }
    assertThat(shifts).isGreaterThan(30);
    assertThat(apart).isGreaterThan(100);
  }

  @Test
  void aWeekBeforeIsTheSameWeekdayAndGapsArePassedOver() {
    List<DataInterval> known = new ArrayList<>(DAYS.subList(0, 40));
    known.remove(DAYS.get(26));
    Reach weekly = new Reach(3, Season.WEEKLY);
    assertThat(weekly.before(DAYS.get(33), known))
        .containsExactly(DAYS.get(19), DAYS.get(12), DAYS.get(5));
    assertThat(new Reach(3, Season.NONE).before(DAYS.get(27), known))
        .containsExactly(DAYS.get(25), DAYS.get(24), DAYS.get(23));
    assertThat(weekly.before(DAYS.get(3), known)).isEmpty();
  }
}

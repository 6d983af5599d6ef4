package io.falaj.scoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.falaj.scoring.drift.ColumnDrift.Mode;
import io.falaj.scoring.drift.ColumnDrift.Outcome;
import io.falaj.scoring.drift.Signal.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchDriftTest {

  private static final SketchDrift SKETCH = new SketchDrift(100);
  private static final ExactDrift EXACT = new ExactDrift(100);

  /** Heavy tails are where a rank error turns into a large distance. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyDistanceLiesWithinItsBoundOfTheExactOne(long seed) {
    Random random = new Random(seed);
    double[] reference = heavy(random, 40_000, 40);
    double[] current = heavy(random, 15_000, 40 + 3.0 * seed);
    ColumnDrift sketched =
        SKETCH.compare("x", ProfilesOf.numbers(reference), ProfilesOf.numbers(current));
    ColumnDrift exact = EXACT.compare("x", NumericSample.of(reference), NumericSample.of(current));

    assertThat(sketched.mode()).isEqualTo(Mode.SKETCH);
    assertThat(sketched.findings())
        .extracting(Finding::measure)
        .containsExactly(Measure.WASSERSTEIN, Measure.JS);
    for (int i = 0; i < 2; i++) {
      Finding finding = sketched.findings().get(i);
      assertThat(finding.errorBound()).isPositive();
      assertThat(finding.value())
          .as("%s, seed %d", finding.measure(), seed)
          .isCloseTo(exact.findings().get(i).value(), within(finding.errorBound()));
    }
    assertThat(sketched.findings().get(0).expected())
        .isCloseTo(exact.findings().get(0).expected(), within(0.003));
  }

  /** Sketches toss coins: of several of the same numbers the middle one counts. */
  @Test
  void theBoundIsSmallEnoughToBeOfUse() {
    List<Double> bounds = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      ColumnDrift drift =
          SKETCH.compare(
              "x",
              ProfilesOf.numbers(heavy(new Random(1), 40_000, 40)),
              ProfilesOf.numbers(heavy(new Random(2), 15_000, 40)));
      bounds.add(drift.findings().get(0).errorBound());
      assertThat(drift.outcome()).isEqualTo(Outcome.STABLE);
    }
    Collections.sort(bounds);
    assertThat(bounds.get(4)).isLessThan(0.25);
  }

  @Test
  void fewDifferentNumbersAreExact() {
    double[] reference = whole(Golden.reference(), 12);
    double[] current = whole(Golden.current(), 12);
    ColumnDrift sketched =
        SKETCH.compare("x", ProfilesOf.numbers(reference), ProfilesOf.numbers(current));
    ColumnDrift exact = EXACT.compare("x", NumericSample.of(reference), NumericSample.of(current));

    for (int i = 0; i < 2; i++) {
      Finding finding = sketched.findings().get(i);
      assertThat(finding.errorBound()).isZero();
      assertThat(finding.value()).isCloseTo(exact.findings().get(i).value(), within(1e-12));
      assertThat(finding.noise()).isCloseTo(exact.findings().get(i).noise(), within(1e-12));
    }
    assertThat(sketched.signals()).hasSize(1);
    assertThat(sketched.signals().get(0).kind()).isEqualTo(Kind.OUT_OF_RANGE);
    assertThat(sketched.signals().get(0).current())
        .isCloseTo(exact.signals().get(0).current(), within(1e-12));
    assertThat(sketched.shares()).isEqualTo(exact.shares());
  }

  @Test
  void categoriesThatAreAllCountedAreExact() {
    ColumnDrift sketched =
        SKETCH.compare(
            "c",
            ProfilesOf.texts(Golden.referenceLetters()),
            ProfilesOf.texts(Golden.currentLetters()));

    assertThat(sketched.kind()).isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(sketched.findings().get(0).measure()).isEqualTo(Measure.JS);
    assertThat(sketched.findings().get(0).value()).isCloseTo(0.328865270515615, within(1e-6));
    assertThat(sketched.findings().get(0).errorBound()).isZero();
    assertThat(sketched.signals()).containsExactly(new Signal(Kind.NEW_CATEGORIES, 0, 7.0 / 3000));
  }

  @Test
  void manyCategoriesHaveABoundAndClaimNoNewOnes() {
    ColumnDrift drift = SKETCH.compare("c", ProfilesOf.texts(many(1)), ProfilesOf.texts(many(2)));

    assertThat(drift.findings().get(0).errorBound()).isPositive();
    assertThat(drift.outcome()).isEqualTo(Outcome.STABLE);
    assertThat(drift.signals()).isEmpty();
    assertThat(drift.shares()).isNotNull();
  }

  @Test
  void missingNaNAndInfiniteValuesAreLeftOut() {
    double[] current = Arrays.copyOf(Golden.current(), 3003);
    current[3000] = Double.POSITIVE_INFINITY;
    current[3001] = Double.NEGATIVE_INFINITY;
    current[3002] = Double.NaN;
    ColumnDrift drift =
        SKETCH.compare("x", ProfilesOf.numbers(Golden.reference()), ProfilesOf.numbers(current));

    assertThat(drift.currentRows()).isEqualTo(3003);
    assertThat(drift.signals()).contains(new Signal(Kind.NULL_SHARE, 0, 3.0 / 3003));
    assertThat(drift.outcome()).isEqualTo(Outcome.DRIFTED);
  }

  @Test
  void anEmptyColumnIsNotComputableAndSaysWhy() {
    double[] nothing = new double[200];
    Arrays.fill(nothing, Double.NaN);
    ColumnDrift drift =
        SKETCH.compare("x", ProfilesOf.numbers(Golden.reference()), ProfilesOf.numbers(nothing));

    assertThat(drift.outcome()).isEqualTo(Outcome.NOT_COMPUTABLE);
    assertThat(drift.reason()).hasValue("all values are missing");
    assertThat(drift.signals()).extracting(Signal::kind).contains(Kind.EMPTY);
    assertThat(
            SKETCH
                .compare(
                    "c",
                    ProfilesOf.texts(Collections.nCopies(9, null)),
                    ProfilesOf.texts(List.of("a")))
                .reason())
        .hasValue("the reference has no values");
  }

  @Test
  void aColumnThatChangedItsTypeIsNotComputable() {
    ColumnDrift drift =
        SKETCH.compare(
            "x", ProfilesOf.numbers(Golden.reference()), ProfilesOf.texts(Golden.currentLetters()));

    assertThat(drift.reason()).hasValue("its type changed: NUMBER in the reference, TEXT now");
  }

  @Test
  void constantsAreStableUntilTheyMove() {
    double[] zeros = new double[500];
    double[] ones = new double[500];
    Arrays.fill(ones, 1);

    assertThat(SKETCH.compare("x", ProfilesOf.numbers(zeros), ProfilesOf.numbers(zeros)).outcome())
        .isEqualTo(Outcome.STABLE);
    ColumnDrift moved = SKETCH.compare("x", ProfilesOf.numbers(zeros), ProfilesOf.numbers(ones));
    assertThat(moved.outcome()).isEqualTo(Outcome.DRIFTED);
    assertThat(moved.signals()).containsExactly(new Signal(Kind.OUT_OF_RANGE, 0, 1));
  }

  @Test
  void whatIsDrawnLeavesTheTailsOut() {
    double[] values = Arrays.copyOf(Golden.reference(), 5001);
    values[5000] = 1e6;
    ColumnDrift drift =
        SKETCH.compare("x", ProfilesOf.numbers(values), ProfilesOf.numbers(Golden.current()));
    Shares drawn = java.util.Objects.requireNonNull(drift.shares());

    assertThat(drawn.labels()).hasSize(24);
    assertThat(drawn.edges().get(24)).isLessThan(1.2);
    assertThat(drawn.reference().stream().mapToDouble(Double::doubleValue).sum())
        .isBetween(0.95, 1.0);
  }

  @Test
  void withFewRowsNothingIsClaimed() {
    ColumnDrift drift =
        SKETCH.compare(
            "x",
            ProfilesOf.numbers(Golden.reference()),
            ProfilesOf.numbers(Arrays.copyOf(Golden.current(), 50)));

    assertThat(drift.outcome()).isEqualTo(Outcome.TOO_FEW);
  }

  private static double[] heavy(Random random, int n, double scale) {
    return random.doubles(n).map(u -> -scale * Math.log(1 - u) * (u > 0.99 ? 3 : 1)).toArray();
  }

  private static double[] whole(double[] values, int levels) {
    return Arrays.stream(values).map(x -> Math.floor(levels * x)).toArray();
  }

  private static List<String> many(long seed) {
    Random random = new Random(seed);
    return new ArrayList<>(
        IntStream.range(0, 20_000).mapToObj(i -> "c" + random.nextInt(2000)).toList());
  }
}

package io.falaj.scoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.scoring.drift.ColumnDrift.Outcome;
import io.falaj.scoring.drift.Signal.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactDriftTest {

  private static final ExactDrift DRIFT = new ExactDrift(100);
  private static final NumericSample REFERENCE = NumericSample.of(Golden.reference());

  @Test
  void aNumericColumnOfManyRowsIsDecidedByWasserstein() {
    ColumnDrift drift = DRIFT.compare("x", REFERENCE, NumericSample.of(Golden.current()));

    assertThat(drift.outcome()).isEqualTo(Outcome.DRIFTED);
    assertThat(drift.kind()).isEqualTo(ColumnKind.NUMERIC);
    assertThat(drift.mode()).isEqualTo(ColumnDrift.Mode.EXACT);
    assertThat(drift.findings())
        .extracting(Finding::measure)
        .containsExactly(
            Measure.WASSERSTEIN, Measure.JS, Measure.PSI, Measure.KL, Measure.KOLMOGOROV_SMIRNOV);
    assertThat(drift.findings()).extracting(Finding::errorBound).containsOnly(0.0);
  }

  @Test
  void uniformDataIsExpectedToShowWhatTheoryGives() {
    ColumnDrift drift = DRIFT.compare("x", REFERENCE, NumericSample.of(Golden.uniform(7, 3000)));
    Finding finding = drift.findings().get(0);

    assertThat(drift.outcome()).isEqualTo(Outcome.STABLE);
    // E|bridge| = sqrt(2 / pi) * pi / 8, over the deviation of a uniform variable.
    double theory = Math.sqrt(2 / Math.PI) * Math.PI / 8 * Math.sqrt(1 / 5000.0 + 1 / 3000.0);
    assertThat(finding.expected()).isCloseTo(theory * Math.sqrt(12), within(1e-3));
    assertThat(finding.value()).isLessThan(finding.noise());
  }

  @Test
  void fewRowsAreDecidedByATestWithItsEffectBesideThePValue() {
    NumericSample some = NumericSample.of(Golden.uniform(1, 800));
    ColumnDrift drift = DRIFT.compare("x", some, NumericSample.of(Golden.current()));
    Finding finding = drift.findings().get(0);

    assertThat(finding.measure()).isEqualTo(Measure.KOLMOGOROV_SMIRNOV);
    assertThat(finding.effect()).hasValueCloseTo(0.13, within(0.03));
    assertThat(drift.outcome()).isEqualTo(Outcome.DRIFTED);
  }

  @Test
  void aMissingColumnNowIsNotComputableAndSaysWhy() {
    ColumnDrift drift = DRIFT.compare("x", REFERENCE, NumericSample.of(Double.NaN, Double.NaN));

    assertThat(drift.outcome()).isEqualTo(Outcome.NOT_COMPUTABLE);
    assertThat(drift.reason()).hasValue("all values are missing");
    assertThat(drift.findings()).isEmpty();
    assertThat(drift.signals())
        .containsExactly(new Signal(Kind.NULL_SHARE, 0, 1), new Signal(Kind.EMPTY, 0, 1));
  }

  @Test
  void noReferenceAndNoRowsAreNotComputableEither() {
    assertThat(DRIFT.compare("x", NumericSample.of(), REFERENCE).reason())
        .hasValue("the reference has no values");
    assertThat(DRIFT.compare("x", REFERENCE, NumericSample.of()).reason())
        .hasValue("there are no rows");
    CategorySample letters = CategorySample.of(List.of("a"));
    assertThat(DRIFT.compare("c", letters, CategorySample.of(Arrays.asList(null, null))).reason())
        .hasValue("all values are missing");
  }

  @Test
  void infiniteValuesCountAsMissingOnBothSides() {
    double[] withInfinite = Arrays.copyOf(Golden.current(), 3002);
    withInfinite[3000] = Double.POSITIVE_INFINITY;
    withInfinite[3001] = Double.NEGATIVE_INFINITY;
    ColumnDrift clean = DRIFT.compare("x", REFERENCE, NumericSample.of(Golden.current()));
    ColumnDrift drift = DRIFT.compare("x", REFERENCE, NumericSample.of(withInfinite));

    assertThat(drift.findings()).isEqualTo(clean.findings());
    assertThat(NumericSample.of(withInfinite).infinite()).isEqualTo(2);
    assertThat(drift.signals()).contains(new Signal(Kind.NULL_SHARE, 0, 2.0 / 3002));
  }

  @Test
  void aConstantColumnThatStaysIsStable() {
    NumericSample constant = NumericSample.of(new double[500]);
    ColumnDrift drift = DRIFT.compare("x", constant, constant);

    assertThat(drift.outcome()).isEqualTo(Outcome.STABLE);
    assertThat(drift.findings()).allSatisfy(f -> assertThat(f.drifted()).isFalse());
  }

  @Test
  void aConstantColumnThatMovesIsDrift() {
    double[] ones = new double[500];
    Arrays.fill(ones, 1);
    ColumnDrift drift =
        DRIFT.compare("x", NumericSample.of(new double[5000]), NumericSample.of(ones));

    assertThat(drift.outcome()).isEqualTo(Outcome.DRIFTED);
    assertThat(drift.findings().get(0).measure()).isEqualTo(Measure.JS);
    assertThat(drift.findings().get(0).value()).isCloseTo(Math.sqrt(Math.log(2)), within(1e-12));
    assertThat(drift.signals()).containsExactly(new Signal(Kind.OUT_OF_RANGE, 0, 1));
  }

  @Test
  void newCategoriesAreASignalOfTheirOwnAndGiveThePValueZero() {
    CategorySample reference = CategorySample.of(Golden.referenceLetters().subList(0, 900));
    ColumnDrift drift =
        DRIFT.compare("c", reference, CategorySample.of(Golden.currentLetters().subList(0, 700)));

    assertThat(drift.findings().get(0).measure()).isEqualTo(Measure.CHI_SQUARED);
    assertThat(drift.findings().get(0).value()).isZero();
    assertThat(drift.findings().get(0).effect()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(drift.signals()).containsExactly(new Signal(Kind.NEW_CATEGORIES, 0, 7.0 / 700));
  }

  @Test
  void booleansAreTwoCategories() {
    CategorySample reference = booleans(900, 0.2);
    ColumnDrift same = DRIFT.compare("b", reference, booleans(700, 0.2));
    ColumnDrift moved = DRIFT.compare("b", reference, booleans(700, 0.4));

    assertThat(same.findings().get(0).measure()).isEqualTo(Measure.PROPORTIONS);
    assertThat(same.outcome()).isEqualTo(Outcome.STABLE);
    assertThat(moved.outcome()).isEqualTo(Outcome.DRIFTED);
    assertThat(moved.findings().get(0).effect()).hasValueCloseTo(0.44, within(0.01));
  }

  @Test
  void withFewRowsNothingIsClaimed() {
    ColumnDrift drift =
        DRIFT.compare("x", REFERENCE, NumericSample.of(Arrays.copyOf(Golden.current(), 99)));

    assertThat(drift.outcome()).isEqualTo(Outcome.TOO_FEW);
    assertThat(drift.reason()).hasValue("99 values are fewer than the 100 asked for");
    assertThat(drift.findings()).isNotEmpty();
  }

  /** Two thousand categories, no drift: Evidently alarms at JS 0.16. */
  @Test
  void manyCategoriesWithoutDriftRaiseNoAlarm() {
    ColumnDrift drift = DRIFT.compare("c", manyCategories(1), manyCategories(2));
    Finding finding = drift.findings().get(0);

    assertThat(finding.value()).isBetween(0.14, 0.18);
    assertThat(finding.expected()).isCloseTo(finding.value(), within(0.01));
    assertThat(finding.beyondThreshold()).isTrue();
    assertThat(drift.outcome()).isEqualTo(Outcome.STABLE);
  }

  @Test
  void aTestOfProportionsTakesTwoCategories() {
    CategorySample three = CategorySample.of(List.of("a", "b", "c"));
    assertThatThrownBy(() -> CategoryTests.proportions(three, three))
        .hasMessage("a test of proportions takes two categories: [a, b, c]");
  }

  @Test
  void negativeZeroIsZero() {
    assertThat(NumericSample.of(0.0, -0.0, 1).distinct()).isEqualTo(2);
  }

  private static CategorySample booleans(int n, double share) {
    return CategorySample.of(IntStream.range(0, n).mapToObj(i -> i < n * share).toList());
  }

  private static CategorySample manyCategories(long seed) {
    Random random = new Random(seed);
    return CategorySample.of(
        IntStream.range(0, 20_000).mapToObj(i -> "c" + random.nextInt(2000)).toList());
  }
}

package io.falaj.scoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of Evidently 0.7 on NumPy 1, and of SciPy 1.13, on the same data. */
class GoldenVectorsTest {

  private static final Offset<Double> SAME = within(1e-6);
  private static final NumericSample REFERENCE = NumericSample.of(Golden.reference());
  private static final NumericSample CURRENT = NumericSample.of(Golden.current());

  @Test
  void numeric() {
    Shares shares = Shares.of(REFERENCE, CURRENT);

    assertThat(shares.size()).isEqualTo(14);
    assertThat(Divergence.psi(shares)).isCloseTo(0.25569536077133687, SAME);
    assertThat(Divergence.js(shares)).isCloseTo(0.16266929470439484, SAME);
    assertThat(Divergence.kl(shares)).isCloseTo(0.11991143976490636, SAME);
    assertThat(Wasserstein.normalized(REFERENCE, CURRENT)).isCloseTo(0.192291136178158, SAME);
  }

  @Test
  void wholeNumbers() {
    Shares shares =
        Shares.of(
            NumericSample.of(Golden.truncated(Golden.reference())),
            NumericSample.of(Golden.truncated(Golden.current())));

    assertThat(Divergence.psi(shares)).isCloseTo(0.3282606586400333, SAME);
    assertThat(Divergence.js(shares)).isCloseTo(0.1779183148149518, SAME);
  }

  @Test
  void categories() {
    Shares shares =
        Shares.of(
            CategorySample.of(Golden.referenceLetters()),
            CategorySample.of(Golden.currentLetters()));

    assertThat(Divergence.psi(shares)).isCloseTo(1.0073123149103005, SAME);
    assertThat(Divergence.js(shares)).isCloseTo(0.328865270515615, SAME);
  }

  @Test
  void kolmogorovAndSmirnovCountedExactly() {
    TestResult all = KolmogorovSmirnov.test(REFERENCE, CURRENT);
    assertThat(all.statistic()).isCloseTo(0.12426666666666666, within(1e-12));
    assertThat(all.pValue()).isCloseTo(0, SAME);

    assertThat(ks(300, 200).pValue()).isCloseTo(0.015044391703177697, within(1e-12));
    assertThat(ks(250, 250).pValue()).isCloseTo(0.011126159329518631, within(1e-12));
  }

  @Test
  void kolmogorovAndSmirnovOfTwoHalvesOfOneSample() {
    double[] all = Golden.reference();
    TestResult test =
        KolmogorovSmirnov.test(
            NumericSample.of(java.util.Arrays.copyOf(all, 2500)),
            NumericSample.of(java.util.Arrays.copyOfRange(all, 2500, 5000)));

    assertThat(test.statistic()).isCloseTo(0.0156, within(1e-12));
    assertThat(test.pValue()).isCloseTo(0.9213408138806999, within(1e-9));
    assertThat(test.effect()).isEqualTo(test.statistic());
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 4000, 0.9636157346394354",
    "0.97, 4000, 0.01499743833033692",
    "0.9, 4000, 1.7286612238873873e-25",
    "1.0, 50, 0.9264912758778013"
  })
  void kolmogorovAndSmirnovAbove10000(double factor, int rows, double p) {
    double[] current =
        java.util.Arrays.stream(Golden.uniform(2, rows)).map(x -> factor * x).toArray();
    TestResult test =
        KolmogorovSmirnov.test(
            NumericSample.of(Golden.uniform(1, 12000)), NumericSample.of(current));

    assertThat(test.pValue()).isCloseTo(p, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "50, 0.1, 0.6623112704658186",
    "141, 0.08, 0.31084170879264117",
    "500, 0.05, 0.15866260223815365",
    "3000, 0.02, 0.17889813623188955",
    "3000, 0.028, 0.017774424215553985",
    "3000, 0.04, 0.0001315351297447678",
    "100000, 0.004, 0.08130148920222469",
    "1000, 0.7, 0"
  })
  void kolmogorovsDistribution(int n, double d, double survival) {
    assertThat(KolmogorovSmirnov.survival(n, d)).isCloseTo(survival, within(1e-7));
  }

  @Test
  void chiSquared() {
    double[] all = Golden.reference();
    TestResult test = CategoryTests.chiSquared(letters(all, 0, 400), letters(all, 400, 600));

    assertThat(test.statistic()).isCloseTo(4.78899932062625, within(1e-9));
    assertThat(test.pValue()).isCloseTo(0.6856945656304416, within(1e-9));
    assertThat(test.effect()).isCloseTo(Math.sqrt(4.78899932062625 / 200), within(1e-9));
  }

  @Test
  void proportions() {
    TestResult test =
        CategoryTests.proportions(halves(Golden.reference(), 500), halves(Golden.current(), 300));

    assertThat(test.statistic()).isCloseTo(1.479632542656194, within(1e-9));
    assertThat(test.pValue()).isCloseTo(0.13897133689930086, within(1e-9));
  }

  private static TestResult ks(int ofReference, int ofCurrent) {
    return KolmogorovSmirnov.test(
        NumericSample.of(java.util.Arrays.copyOf(Golden.reference(), ofReference)),
        NumericSample.of(java.util.Arrays.copyOf(Golden.current(), ofCurrent)));
  }

  private static CategorySample letters(double[] values, int from, int to) {
    return CategorySample.of(
        java.util.Arrays.stream(values, from, to).mapToObj(x -> Golden.letter(8 * x * x)).toList());
  }

  private static CategorySample halves(double[] values, int n) {
    return CategorySample.of(
        java.util.Arrays.stream(values, 0, n).mapToObj(x -> x < 0.5 ? 1 : 0).toList());
  }
}

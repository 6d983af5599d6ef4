package io.falaj.lineage.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated
class NumbersTest {

  @ParameterizedTest
  @CsvSource({"0,0", "-0.001,0", "12.345,12.34", "100,100", "1e6,1000000", "-2.5,-2.5"})
  void coordinatesAreShortAndPlain(double value, String text) {
    assertThat(Numbers.coordinate(value)).isEqualTo(text);
  }

  @Test
  void whatIsNoNumberIsNoCoordinate() {
    assertThatThrownBy(() -> Numbers.coordinate(Double.NaN)).hasMessage("no coordinate: NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "0.01234|0.0123",
        "1234.5|1,235",
        "0.00000012|1.2e-7",
        "5e12|5.0e12",
        "-0.75|-0.75",
        "12|12",
        "NaN|–",
        "Infinity|–"
      })
  void briefKeepsThreeDigits(double value, String text) {
    assertThat(Numbers.brief(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.208,20.8", "0,0.0", "1,100.0", "0.0042,0.42"})
  void sharesArePercent(double share, String text) {
    assertThat(Numbers.percent(share)).isEqualTo(text + "\u00A0%");
  }

  @Test
  void sharesInTheCorners() {
    assertThat(Numbers.percent(0.000001)).isEqualTo("< 0.01 %");
    assertThat(Numbers.percent(-0.000001)).isEqualTo("> -0.01 %");
    assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
  }

  @Test
  void noNegativeZero() {
    assertThat(Numbers.fixed(-0.0001, 2)).isEqualTo("0.00");
    assertThat(Numbers.fixed(-0.01, 2)).isEqualTo("-0.01");
    assertThat(Numbers.fixed(Double.NEGATIVE_INFINITY, 2)).isEqualTo("–");
  }

  @Test
  void theLocaleOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Numbers.count(336776)).isEqualTo("336,776");
      assertThat(Numbers.fixed(0.5, 3)).isEqualTo("0.500");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "420,420 ms",
    "12340,12.3 s",
    "59990,1 min",
    "245000,4 min 5 s",
    "26400000,7 h 20 min",
    "3000,3 s",
    "86400000,24 h",
    "604800000,7 d"
  })
  void durationsFitTheirSize(long millis, String text) {
    assertThat(Numbers.duration(Duration.ofMillis(millis)).replace('\u00A0', ' ')).isEqualTo(text);
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataIntervalTest {

  private static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");

  @Test
  void theEndIsExclusive() {
    assertThat(JAN.contains(JAN.start())).isTrue();
    assertThat(JAN.contains(JAN.end().minusNanos(1))).isTrue();
    assertThat(JAN.contains(JAN.end())).isFalse();
    assertThat(JAN.contains(JAN.start().minusNanos(1))).isFalse();
    DataInterval feb = DataInterval.parse("2013-02-01/2013-03-01");
    assertThat(JAN.overlaps(feb)).as("they touch").isFalse();
    assertThat(feb.overlaps(JAN)).isFalse();
    assertThat(JAN.contains(JAN)).isTrue();
    assertThat(DataInterval.WHOLE.contains(JAN)).isTrue();
    assertThat(JAN.contains(DataInterval.WHOLE)).isFalse();
  }

  @Test
  void overlapMeansACommonInstant() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      DataInterval a = random(random);
      DataInterval b = random(random);
      boolean common = false;
      boolean inside = true;
      for (long t = 0; t < 24; t++) {
        Instant at = Instant.ofEpochSecond(t);
        common |= a.contains(at) && b.contains(at);
        inside &= !b.contains(at) || a.contains(at);
      }
      assertThat(a.overlaps(b)).as("%s %s", a, b).isEqualTo(common);
      assertThat(a.contains(b)).as("%s %s", a, b).isEqualTo(inside);
      assertThat(DataInterval.parse(a.toString())).isEqualTo(a);
    }
  }

  private static DataInterval random(Random random) {
    int start = random.nextInt(20);
    return new DataInterval(
        Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + 1 + random.nextInt(4)));
  }

  @ParameterizedTest
  @CsvSource({
    "2013-01-01/2013-02-01, 2013-01-01/2013-02-01",
    "2013-01-01T00:00:00Z/2013-02-01, 2013-01-01/2013-02-01",
    "2013-01-01T04:00:00+04:00/2013-02-01T00:00Z, 2013-01-01/2013-02-01",
    "2013-01-01T05:30:00Z/2013-01-01T06:00:00.5Z,"
        + " 2013-01-01T05:30:00Z/2013-01-01T06:00:00.500Z",
    "1969-12-31/1970-01-01, 1969-12-31/1970-01-01"
  })
  void isReadInUtcAndWrittenShort(String text, String written) {
    assertThat(DataInterval.parse(text)).hasToString(written);
    assertThat(DataInterval.parse(written)).isEqualTo(DataInterval.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2013-01-01/2013-01-01", "2013-02-01/2013-01-01", "2013-01-01/2012-12-31"})
  void anEmptyOneIsRefused(String text) {
    assertThatThrownBy(() -> DataInterval.parse(text))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Interval %s is empty: its end must be later than its start (the end is exclusive).",
            text);
  }

  @ParameterizedTest
  @CsvSource({
    "2013-01/2013-02-01, 2013-01",
    "2013-01-01/, ''",
    "/2013-01-01, ''",
    "2013-01-32/2013-02-01, 2013-01-32",
    "2013-02-29/2013-03-01, 2013-02-29",
    "2013-01-01T05:00/2013-02-01, 2013-01-01T05:00",
    "2013-01-01/2013-02-01/2013-03-01, 2013-02-01/2013-03-01",
    "yesterday/today, yesterday"
  })
  void whatIsNoDateIsNamed(String text, String part) {
    assertThatThrownBy(() -> DataInterval.parse(text))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Interval '%s': '%s' is no ISO 8601 date or instant. Write 2013-01-01 or"
                + " 2013-01-01T05:00:00Z.",
            text, part);
  }

  @Test
  void oneDateIsNoInterval() {
    assertThatThrownBy(() -> DataInterval.parse("2013-01-01"))
        .hasMessage(
            "Interval '2013-01-01' has no '/': write START/END, for example"
                + " 2013-01-01/2013-02-01.");
  }

  @Test
  void monthsAndDaysAreThoseItTouches() {
    assertThat(DataInterval.parse("2012-01-31T23:00:00Z/2012-03-01").months())
        .extracting(DataInterval::toString)
        .containsExactly("2012-01-01/2012-02-01", "2012-02-01/2012-03-01");
    assertThat(DataInterval.parse("2012-02-28T12:00:00Z/2012-03-01T00:00:01Z").days())
        .extracting(DataInterval::toString)
        .containsExactly("2012-02-28/2012-02-29", "2012-02-29/2012-03-01", "2012-03-01/2012-03-02");
    assertThat(JAN.months()).containsExactly(JAN);
    assertThat(JAN.days()).hasSize(31);
  }

  @Test
  void sortsByStartThenEnd() {
    DataInterval day = DataInterval.parse("2013-01-01/2013-01-02");
    DataInterval next = DataInterval.parse("2013-01-02/2013-01-03");
    assertThat(new TreeSet<>(List.of(next, JAN, day))).containsExactly(day, JAN, next);
  }
}

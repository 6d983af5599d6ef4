package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x>3 | (x  > 3)",
        "`x` + 1 | x+1",
        "CASE when x then 1 end | case WHEN x THEN 1 END",
        "x like any ('A%', 'B') | x LIKE ANY ('A%','B')"
      })
  void blanksBracketsAndCapitalsAreNoPart(String one, String other) {
    assertThat(SqlText.of(one)).isEqualTo(SqlText.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x > 3 | x >= 3",
        "x like any ('A%') | x like any ('B%')",
        "x like any ('A%') | x like all ('A%')",
        "x not like any ('A%') | x like any ('A%')",
        "not x like all ('A', 'B') | not x like all ('A')",
        "exists(a, d -> d > 15) | exists(a, d -> d > 16)"
      })
  void whatIsMeantIs(String one, String other) {
    assertThat(SqlText.of(one)).isNotEqualTo(SqlText.of(other));
  }

  @Test
  void theZoneOfTheMachineIsNoPart() {
    String text = "t >= timestamp '2013-01-01T00:00:00Z' and t < timestamp '2013-02-01 00:00:00'";
    SQLConf elsewhere = new SQLConf();
    elsewhere.setConfString("spark.sql.session.timeZone", "Asia/Dubai");
    SqlText there = SQLConf$.MODULE$.withExistingConf(elsewhere, () -> SqlText.of(text));
    assertThat(there).isEqualTo(SqlText.of(text));
    assertThat(there.canonical()).contains("'2013-01-01 00:00:00'", "'2013-02-01 00:00:00'");
  }
}

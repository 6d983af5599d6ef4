package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.apache.spark.SparkThrowable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlMistakeTest {

  /** Whatever a row says, a message that is kept does not repeat it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cast(concat('Ahmed ', id) AS int)",
        "cast(concat('Ahmed\\n', id) AS timestamp)",
        "to_timestamp(concat('Ahmed ', id), 'yyyy-MM-dd')",
        "raise_error(concat('Ahmed ', id))",
        "cast(4711000000 + id AS int)",
        "element_at(array(1), cast(4711 + id AS int))",
        "cast(4711000000000 + id AS decimal(3, 0))",
        "decode(encode(concat('Ahmed ', id), 'utf-8'), 'Ahmed')",
        "make_date(4711, 13, cast(id AS int))",
        "from_json(concat('{\"a\": Ahmed', id), 'a INT', map('mode', 'FAILFAST'))"
      })
  void aRowsValuesAreNotRepeated(String sql) {
    Throwable thrown =
        catchThrowable(
            () -> TestSpark.session().range(1).selectExpr(sql + " AS x").collectAsList());
    assertThat(thrown).isNotNull();
    for (Throwable at : Outage.causes(thrown)) {
      if (at instanceof SparkThrowable of && of.getCondition() != null) {
        assertThat(SqlMistake.ofRow(of))
            .startsWith("[" + of.getCondition())
            .doesNotContain("Ahmed", "4711");
      }
    }
  }
}

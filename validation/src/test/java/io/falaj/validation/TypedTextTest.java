package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** How the typed values of texts are computed. */
class TypedTextTest {

  private static final String CHARACTERS = "2013-:T é";

  private static Dataset<Row> texts() {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>(List.of("", "05:00", "T05", "2013-01-01T05:00:00Z"));
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      }
      texts.add(text.toString());
    }
    texts.add(null);
    return TestSpark.session().createDataset(texts, Encoders.STRING()).toDF("text");
  }

  /** Compiled and interpreted alike: the optimizer computes what is local by itself. */
  @Test
  void aTimeStandsBehindAYearOrTheTextIsNone() {
    String behind =
        "(instr(text, '%1$s') = 0 OR instr(text, '-') BETWEEN 5 AND instr(text, '%1$s'))";
    String both = behind.formatted(":") + " AND " + behind.formatted("T");
    for (Dataset<Row> rows : List.of(texts(), texts().repartition(2))) {
      Dataset<Row> dated =
          rows.select(
              col("text"),
              Dated.of(col("text")).as("dated"),
              Dated.of(col("text")).isNotNull().as("is"),
              expr("text IS NOT NULL AND " + both).as("wanted"),
              expr("text RLIKE '^[ -~]*$' OR text IS NULL").as("plain"));
      // Where a letter of two bytes stands before the dash, the text is no time in any case.
      assertThat(dated.where("is <> wanted AND plain").collectAsList()).isEmpty();
      assertThat(dated.where("is <> wanted AND try_cast(text AS timestamp) IS NOT NULL").count())
          .isZero();
      assertThat(dated.where("is AND dated <> text").count()).isZero();
      assertThat(dated.where("is").count()).isGreaterThan(500);
      assertThat(dated.where("NOT is").count()).isGreaterThan(500);
    }
  }

  @Test
  void twoSelectsBecomeOneThatGivesTheSame() {
    Dataset<Row> rows = texts().repartition(1);
    Dataset<Row> typed = rows.select(col("text"), expr("try_cast(text AS int)").as("number"));
    Dataset<Row> twice = typed.select(expr("number + 1"), expr("number * 2 AS more"), col("text"));
    Dataset<Row> once = CollapsedSelects.of(twice);
    assertThat(once.columns()).isEqualTo(twice.columns());
    assertThat(once.collectAsList()).isEqualTo(twice.collectAsList());
    assertThat(selects(twice)).isEqualTo(2);
    assertThat(selects(once)).isEqualTo(1);
    assertThat(CollapsedSelects.of(texts().where("text > 'a'")).count())
        .isEqualTo(texts().where("text > 'a'").count());
  }

  @Test
  void whatWouldBeComputedAgainAndAgainIsSelectedFirst() {
    Dataset<Row> typed =
        texts().repartition(1).select(col("text"), expr("try_cast(text AS int)").as("number"));
    Column attempt = Attempt.of(expr("number > 3"));
    assertThat(selects(CollapsedSelects.of(typed.select(attempt)))).isEqualTo(1);
    Dataset<Row> twice = typed.select(attempt, Attempt.of(expr("number > 4")));
    assertThat(selects(CollapsedSelects.of(twice))).isEqualTo(2);
    // Needed in any case, it is computed once.
    Dataset<Row> needed = typed.select(attempt, expr("number + 1"), expr("number * 2"));
    assertThat(selects(CollapsedSelects.of(needed))).isEqualTo(1);
  }

  private static long selects(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
        .queryExecution()
        .optimizedPlan()
        .toString()
        .lines()
        .filter(line -> line.contains("Project"))
        .count();
  }
}

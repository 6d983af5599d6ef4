package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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
    String year = "text RLIKE '^[ ]*+([+]?[0-9]{0,4}|[+-][1-9][0-9]*|-[0-9]{0,4})($|[^0-9])'";
    String both = behind.formatted(":") + " AND " + behind.formatted("T") + " AND " + year;
    for (Dataset<Row> rows : List.of(texts(), texts().repartition(2))) {
      Dataset<Row> dated =
          rows.select(
              col("text"),
              dated().as("dated"),
              dated().isNotNull().as("is"),
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

  private static Column dated() {
    return Call.of(TypedText.TIMESTAMP, "only", DataTypes.StringType, col("text"));
  }

  /** What each type reads, and the error of what it does not. */
  @Test
  void onlyWhatIsMeantAsAValueOfTheTypeIsOne() {
    reads(DataTypes.BooleanType, List.of("true", " No", "t", "Y", "FALSE", "1", " 0"));
    refuses(DataTypes.BooleanType, "CAST_INVALID_INPUT", "2", "maybe", "");
    List<String> numbers =
        List.of("1", "-1.5", "+.5", "1e3", " 1E-400 ", "NaN", "inf", "-Infinity", "3e38", "1.");
    reads(DataTypes.DoubleType, numbers);
    reads(DataTypes.FloatType, numbers);
    reads(DataTypes.DoubleType, List.of("1e39", "1.7976931348623157e308", "9".repeat(60)));
    for (DataType type : List.of(DataTypes.DoubleType, DataTypes.FloatType)) {
      refuses(type, "CAST_INVALID_INPUT", "1d", "1f", "1D", "-1.5F ", "0x1p3", "1 d", "1,5", "e5");
      refuses(type, "CAST_OVERFLOW", "1e400", "-1e400", " 1e400", "9".repeat(400));
    }
    refuses(DataTypes.FloatType, "CAST_OVERFLOW", "1e39", "-3.5E38", "9".repeat(40));
    List<String> days =
        List.of("2013-01-05", "2013", " +2013-01-05", "-0044-03-15", "+12345-01-01");
    reads(DataTypes.DateType, days);
    reads(DataTypes.TimestampType, days);
    for (DataType type : List.of(DataTypes.DateType, DataTypes.TimestampType)) {
      refuses(
          type,
          "CAST_INVALID_INPUT",
          "00012",
          "90210",
          " 00012-01-01",
          "+00012-01-01",
          "012345-01-01",
          "2013-02-30",
          "20130105",
          "+",
          "");
    }
    reads(DataTypes.IntegerType, List.of("00012", "+7"));
    refuses(DataTypes.IntegerType, "CAST_INVALID_INPUT", "1d", "1e3", "1.5");
  }

  private static void reads(DataType type, List<String> texts) {
    assertThat(errors(type, texts)).as("%s", type).isEmpty();
    texts.forEach(text -> assertThat(TypedText.allows(text, type)).as(text).isTrue());
  }

  private static void refuses(DataType type, String error, String... texts) {
    assertThat(errors(type, List.of(texts)))
        .as("%s", type)
        .isEqualTo(Stream.of(texts).map(text -> text + ": " + error).toList());
    for (String text : texts) {
      assertThat(Literals.isOf(text, type)).as("%s of %s", text, type).isEqualTo(wide(text, type));
    }
  }

  /** A literal is compared with, and so may be a whole number written otherwise. */
  private static boolean wide(String text, DataType type) {
    return type.equals(DataTypes.IntegerType) && text.equals("1e3");
  }

  /** Compiled and interpreted alike. */
  private static List<String> errors(DataType type, List<String> texts) {
    Dataset<Row> rows = TestSpark.session().createDataset(texts, Encoders.STRING()).toDF("text");
    List<List<String>> found = new ArrayList<>();
    for (Dataset<Row> some : List.of(rows, rows.coalesce(1).localCheckpoint())) {
      found.add(
          some
              .select(
                  col("text"),
                  TypedText.value(col("text"), type).as("value"),
                  TypedText.error(col("text"), type).as("error"))
              .where("value IS NULL")
              .collectAsList()
              .stream()
              .map(row -> row.getString(0) + ": " + row.getString(2))
              .toList());
    }
    assertThat(found.get(1)).isEqualTo(found.get(0));
    return found.get(0);
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

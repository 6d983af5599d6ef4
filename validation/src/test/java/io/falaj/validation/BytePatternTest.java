package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link Pattern}, which decides what an expression means. */
final class BytePatternTest {

  private static final String[] ATOMS = {
    "a", "b", "1", "-", "\\.", "\\d", "\\w", "\\s", "[ab]", "[a-c1]", "[-a]", "[b-]", "[\\d_]",
    "[+--]"
  };
  private static final String[] QUANTIFIERS = {
    "", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "??", "*?", "{0}"
  };
  private static final String TEXT = "aabbc1.-_ \n9é+";

  private final Random random = new Random(7);

  @Test
  void whatItReadsItMatchesAsPatternDoes() {
    int matched = 0;
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      String expression = anchored(expression(3));
      Optional<BytePattern> pattern = BytePattern.of(expression);
      if (pattern.isEmpty()) {
        continue;
      }
      read++;
      Pattern truth = Pattern.compile("\\A(?:" + expression + ")\\z");
      for (int n = 0; n < 40; n++) {
        String text = text();
        boolean wanted = truth.matcher(text).find();
        matched += wanted ? 1 : 0;
        assertThat(pattern.get().matches(UTF8String.fromString(text)))
            .as("%s of '%s'", expression, text)
            .isEqualTo(wanted);
      }
    }
    assertThat(read).isGreaterThan(2_000);
    assertThat(matched).isGreaterThan(5_000);
  }

  private String anchored(String expression) {
    return (random.nextInt(8) == 0 ? "^" : "") + expression + (random.nextInt(8) == 0 ? "$" : "");
  }

  private String expression(int depth) {
    StringBuilder all = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      boolean group = depth > 0 && random.nextInt(4) == 0;
      String open = random.nextBoolean() ? "(" : "(?:";
      all.append(group ? open + expression(depth - 1) + ")" : any(ATOMS)).append(any(QUANTIFIERS));
      all.append(random.nextInt(6) == 0 ? "|" : "");
    }
    return all.toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      text.append(TEXT.charAt(random.nextInt(TEXT.length())));
    }
    return text.toString();
  }

  private String any(String[] of) {
    return of[random.nextInt(of.length)];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O-[0-9]{10}",
        "P[0-9]{1,6}",
        "[A-Z]{4}[0-9]{2}",
        "",
        "^$",
        "(AE|BH|KW)",
        "a{3,}",
        "\\[x\\]"
      })
  void whatIsUsualItReads(String expression) {
    assertThat(BytePattern.of(expression)).isPresent();
  }

  /** Each of these means more, or something else, than its characters in their order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "[^a]",
        "\\D",
        "\\W",
        "\\S",
        "\\b",
        "\\Qa\\E",
        "\\p{L}",
        "\\x41",
        "\\1",
        "(a)\\1",
        "(?i)a",
        "(?=a)a",
        "(?<n>a)",
        "a++",
        "a?+",
        "a{2}+",
        "a**",
        "a{2}{2}",
        "(a?)*",
        "(a|)+",
        "[a&&b]",
        "[a[b]]",
        "[a-\\d]",
        "é",
        "[é]",
        "a^b",
        "a$b",
        "a|^b",
        "a\n",
        "a{3,2}",
        "a{,2}",
        "]",
        "}",
        "*",
        "(a",
        "a)",
        "[a",
        "[]",
        "a\\",
        "a{1",
        "a{99999}",
        "(a{100}){100}",
        "[ab]*a[ab]{9}"
      })
  void whatIsMoreItLeavesToPattern(String expression) {
    assertThat(BytePattern.of(expression)).isEmpty();
  }

  /** None of them ends in anything but an answer, as long as contracts are written by people. */
  @Test
  void whatIsTooLongOrTooDeepItLeavesToPattern() {
    String codes =
        IntStream.range(0, 20_000).mapToObj("%05d"::formatted).collect(Collectors.joining("|"));
    assertThat(BytePattern.of(codes)).isEmpty();
    assertThat(BytePattern.of("(|a)".repeat(5_000))).isEmpty();
    assertThat(BytePattern.of("(".repeat(20_000) + "a" + ")".repeat(20_000))).isEmpty();
    assertThat(BytePattern.of("(".repeat(100) + "a" + ")".repeat(100))).isPresent();
    assertThat(BytePattern.of("(|a)".repeat(200))).isPresent();
  }

  @Test
  void aTextAsLongAsMayBeIsNoTroubleAndNoneMatchesNothing() {
    BytePattern pattern = BytePattern.of("(?:a|b)*").orElseThrow();
    assertThat(pattern.matches(UTF8String.fromString("ab".repeat(5_000_000)))).isTrue();
    assertThat(pattern.matches(UTF8String.fromString("ab".repeat(5_000_000) + "c"))).isFalse();
  }

  /** Compiled and interpreted alike: the optimizer computes what is local by itself. */
  @Test
  void asAColumnItIsNullOfNull() {
    List<String> texts = new ArrayList<>(List.of("a1", "a", "", "b1", "a1\n", "ä1"));
    texts.add(null);
    Dataset<Row> local = TestSpark.session().createDataset(texts, Encoders.STRING()).toDF("text");
    for (Dataset<Row> rows : List.of(local, local.repartition(2))) {
      Column matches = BytePattern.of("[ab]\\d").orElseThrow().matching(col("text"));
      Column others = BytePattern.of("[ab]").orElseThrow().matching(col("text"));
      Dataset<Row> told = rows.select(col("text"), matches.as("is"), others.as("other"));
      assertThat(told.where("is").select("text").as(Encoders.STRING()).collectAsList())
          .containsExactlyInAnyOrder("a1", "b1");
      assertThat(told.where("other").select("text").as(Encoders.STRING()).collectAsList())
          .containsExactly("a");
      assertThat(told.where("is IS NULL").collectAsList())
          .singleElement()
          .matches(row -> row.isNullAt(0));
    }
  }
}

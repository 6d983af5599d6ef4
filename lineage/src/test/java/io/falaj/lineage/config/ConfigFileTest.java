package io.falaj.lineage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigFileTest {

  enum Boundary {
    INCLUSIVE,
    STRICTLY_EXCLUSIVE
  }

  record Window(Duration length, @DefaultValue("1") int step, Location at) {
    Window {
      if (step < 1) {
        throw new IllegalArgumentException("step must be at least 1, not " + step + ".");
      }
    }
  }

  record View(
      String name,
      @DefaultValue("strictly_exclusive") Boundary boundary,
      @Nullable Duration publishDelay,
      List<String> features,
      Map<String, Window> windows,
      List<String> values,
      @DefaultValue("false") boolean hidden,
      @Nullable DataInterval interval,
      @Nullable Instant from,
      @Nullable ZoneId zone,
      @Nullable Long rows,
      @Nullable Double share,
      Location at) {}

  private final Problems problems = new Problems();

  private Optional<View> parse(String... lines) {
    return ConfigFile.parse(String.join("\n", lines), "view.yaml", View.class, problems);
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    View view = parse("name: v").orElseThrow();
    assertThat(view)
        .isEqualTo(
            new View(
                "v",
                Boundary.STRICTLY_EXCLUSIVE,
                null,
                List.of(),
                Map.of(),
                List.of(),
                false,
                null,
                null,
                null,
                null,
                null,
                new Location("view.yaml", 1, 1)));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void everyKeyIsMapped() {
    View view =
        parse(
                "# a comment",
                "name: 7",
                "boundary: inclusive",
                "publish_delay: 2h",
                "features: [a, 1, yes]",
                "windows:",
                "  z: {length: 90m}",
                "  a: {length: 250us, step: 3}",
                "values: [1, '1', 1.50, true, NO, x, 007, 1_000, 0.12345678901234567890]",
                "hidden: on",
                "interval: 2013-01-01/2013-02-01",
                "from: 2013-01-01T05:00:00Z",
                "zone: Asia/Dubai",
                "rows: 9000000000",
                "share: 0.25")
            .orElseThrow();
    assertThat(view)
        .isEqualTo(
            new View(
                "7",
                Boundary.INCLUSIVE,
                Duration.ofHours(2),
                List.of("a", "1", "yes"),
                Map.of(
                    "z",
                    new Window(Duration.ofMinutes(90), 1, new Location("view.yaml", 7, 6)),
                    "a",
                    new Window(Duration.ofNanos(250_000), 3, new Location("view.yaml", 8, 6))),
                List.of(
                    "1", "1", "1.50", "true", "NO", "x", "007", "1_000", "0.12345678901234567890"),
                true,
                DataInterval.parse("2013-01-01/2013-02-01"),
                Instant.parse("2013-01-01T05:00:00Z"),
                ZoneId.of("Asia/Dubai"),
                9_000_000_000L,
                0.25,
                new Location("view.yaml", 2, 1)));
    assertThat(view.windows().keySet()).as("order of the file").containsExactly("z", "a");
  }

  @Test
  void everyProblemIsReportedWithItsPlace() {
    assertThat(
            parse(
                "nmae: v",
                "boundary: inclusiv",
                "windows:",
                "  a: {length: 3 weeks, stp: 1}",
                "  b: {length: 1d, step: 0}",
                "  c: 7",
                "features: x",
                "hidden: perhaps",
                "rows: 1.5"))
        .isEmpty();
    assertThat(problems.messages())
        .containsExactlyInAnyOrder(
            "view.yaml:1:1: unknown key 'nmae'. Did you mean 'name'?",
            "view.yaml:1:1: 'name' is missing.",
            "view.yaml:2:11: 'boundary' must be one of inclusive, strictly_exclusive, not"
                + " 'inclusiv'. Did you mean 'inclusive'?",
            "view.yaml:4:15: 'length' must be a duration such as 30m, 3h or 14d, not '3 weeks'.",
            "view.yaml:4:24: unknown key 'stp'. Did you mean 'step'?",
            "view.yaml:5:6: step must be at least 1, not 0.",
            "view.yaml:6:6: 'c' must be a mapping of keys to values, and is a single value.",
            "view.yaml:7:11: 'features' must be a list, and is a single value.",
            "view.yaml:8:9: 'hidden' must be true or false, not 'perhaps'.",
            "view.yaml:9:7: 'rows' must be a whole number, not '1.5'.");
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith("10 problems in the configuration:\n  view.yaml:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | view.yaml:1:1: the file is empty.",
        "'# only a comment' | view.yaml:1:1: the file is empty.",
        "'- a' | view.yaml:1:1: the file must be a mapping of keys to values, and is a" + " list.",
        "'name:' | view.yaml:1:6: 'name' has no value: it must be text.",
        "'name: [a]' | view.yaml:1:7: 'name' must be text, and is a list.",
        "'{name: a, name: b}' | view.yaml:1:11: key 'name' is given twice.",
        "'{name: a, windows: {x: {length: 1h}, x: {length: 2h}}}' | view.yaml:1:38: key 'x' is"
            + " given twice.",
        "'{name: a, rows: 99999999999999999999}' | view.yaml:1:17: 'rows' must be a whole number,"
            + " not '99999999999999999999'.",
        "'{name: a, publish_delay: 99999999999999d}' | view.yaml:1:26: 'publish_delay' must be a"
            + " duration such as 30m|",
        "'{name: a, publish_delay: -1h}' | view.yaml:1:26: 'publish_delay' must be a duration|",
        "'{name: a, publish_delay: PT-1H}' | view.yaml:1:26: 'publish_delay' must be a duration|",
        "'{name: a, publish_delay: P9999999D}' | view.yaml:1:26: 'publish_delay' must be a"
            + " duration|",
        "'{name: a, interval: 2013-01-01}' | view.yaml:1:21: 'interval' must be an interval such as"
            + " 2013-01-01/2013-02-01|",
        "'{name: a, zone: Mars}' | view.yaml:1:17: 'zone' must be a time zone such as"
            + " America/New_York, not 'Mars'.",
        "'{name: a, [b]: c}' | view.yaml:1:11: a key must be a plain word.",
        "'name: ''a' | view.yaml:1:9: not valid YAML: found unexpected end of stream.",
      })
  void aFileThatIsWrongSaysWhere(String text, String problem) {
    assertThat(parse(text)).isEmpty();
    assertThat(problems.messages()).singleElement().asString().startsWith(problem);
  }

  @Test
  void durationsMayBeWrittenInIso8601() {
    assertThat(parse("name: a", "publish_delay: P1DT6H").orElseThrow().publishDelay())
        .isEqualTo(parse("name: a", "publish_delay: 30h").orElseThrow().publishDelay());
  }

  @Test
  void twoDocumentsAreNoConfiguration() {
    assertThat(parse("name: a", "---", "name: b")).isEmpty();
    assertThat(problems.messages())
        .singleElement()
        .asString()
        .startsWith("view.yaml:2:1: not valid YAML: but found another document");
  }

  @Test
  void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ConfigFile.read(latin, "latin.yaml", View.class, problems)).isEmpty();
    assertThat(ConfigFile.read(folder.resolve("none"), "none.yaml", View.class, problems))
        .isEmpty();
    Path good = Files.writeString(folder.resolve("good.yaml"), "name: é");
    assertThat(ConfigFile.read(good, "good.yaml", View.class, problems).orElseThrow().name())
        .isEqualTo("é");
    assertThat(problems.messages())
        .containsExactly(
            "latin.yaml: not UTF-8 text. Save it as UTF-8.",
            "none.yaml: no such file. Create it, or mend the path.");
  }

  @Test
  void oneProblemIsOneProblem() {
    problems.throwIfAny();
    problems.add("x.yaml: is odd.");
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("1 problem in the configuration:\n  x.yaml: is odd.");
  }

  @Test
  void theNearestKnownNameIsSuggestedAndAllWhereNoneIsNear() {
    List<String> known = List.of("event_time", "available_time", "ttl");
    assertThat(Problems.suggest("event_tiem", known)).isEqualTo(" Did you mean 'event_time'?");
    assertThat(Problems.suggest("tll", known)).isEqualTo(" Did you mean 'ttl'?");
    assertThat(Problems.suggest("something_else", known))
        .isEqualTo(" Known: available_time, event_time, ttl.");
    assertThat(Problems.suggest("x", List.of())).isEmpty();
  }

  @Test
  void keysAreComponentsInSnakeCase() {
    assertThat(RecordBinder.keyOf("publishDelay")).isEqualTo("publish_delay");
    assertThat(RecordBinder.keyOf("p99Of24h")).isEqualTo("p99_of24h");
    assertThat(RecordBinder.keyOf("name")).isEqualTo("name");
  }
}

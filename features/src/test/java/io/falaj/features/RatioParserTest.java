package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RatioParserTest {

  private static final String VIEW =
      """
      feature_view: facts
      entity: thing
      source: clean.facts
      event_time: happened
      features:
      %s
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ratio: last | feature 'r' needs 'to', the feature that 'ratio' is divided by.",
        "ratio: lst, to: n | feature 'r' is a ratio with 'lst', which its view has not. Did you"
            + " mean 'last'?",
        "ratio: last, to: r | feature 'r' is a ratio with 'r', which is one itself: name features"
            + " that are computed from events.",
        "ratio: last, to: n, of: x, aggregate: sum, window: 1h, where: y, k: 1, q: 1, null_policy:"
            + " skip | feature 'r' is the ratio of two other features: leave out 'of',"
            + " 'aggregate', 'window', 'where', 'k', 'q', 'null_policy'.",
        "of: x, to: n | feature 'r' has 'to', which is for 'ratio' alone: leave it out."
      })
  void isRejected(String wrong, String message) {
    String features = "  last: {of: x}\n  n: {aggregate: count, window: 1h}\n  r: {" + wrong + "}";
    assertThat(
            new Definitions().entity(Definitions.THING).view(VIEW.formatted(features)).problems())
        .containsExactly("view.yaml:8:6: " + message);
  }

  @Test
  void anOperandThatIsWrongItselfIsToldOnce() {
    String features = "  last: {of: x +}\n  r: {ratio: last, to: last}";
    assertThat(
            new Definitions().entity(Definitions.THING).view(VIEW.formatted(features)).problems())
        .singleElement()
        .asString()
        .startsWith("view.yaml:6:9: 'of' 'x +' is not valid SQL");
  }
}

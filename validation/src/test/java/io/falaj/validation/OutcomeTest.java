package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.Outcome.Result;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static Outcome outcome(Expectation expectation, long rows, long failed) {
    return Outcome.of(
        new Check("c", expectation, Severity.FAIL, Optional.empty(), Nulls.PASS, ""), rows, failed);
  }

  @Test
  void aRowExpectationIsMetWhenNoRowFails() {
    assertThat(outcome(new Expectation.NotNull("a"), 10, 0).result()).isEqualTo(Result.MET);
    assertThat(outcome(new Expectation.NotNull("a"), 10, 1).result()).isEqualTo(Result.NOT_MET);
    assertThat(outcome(new Expectation.NotNull("a"), 0, 0).result()).isEqualTo(Result.MET);
    assertThat(outcome(new Expectation.NotNull("a"), 10, 1).describe())
        .isEqualTo("c (a is not null): 1 of 10 rows fail");
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.Outcome.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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

  @Test
  void rowCountsIncludeBothEnds() {
    Expectation count = new Expectation.RowCount(OptionalLong.of(2), OptionalLong.of(3));
    assertThat(List.of(1L, 2L, 3L, 4L).stream().map(rows -> outcome(count, rows, 0).result()))
        .containsExactly(Result.NOT_MET, Result.MET, Result.MET, Result.NOT_MET);
    assertThat(outcome(count, 1, 0).describe())
        .isEqualTo("c (rows in an interval: at least 2 at most 3): 1 rows");
    assertThat(outcome(count, 1, 0).refuses()).isTrue();
  }

  @Test
  void completenessIsTheShareOfRowsThatHaveAValue() {
    Expectation complete =
        new Expectation.Completeness("a", OptionalDouble.of(0.75), OptionalDouble.of(1));
    assertThat(outcome(complete, 4, 1).result()).isEqualTo(Result.MET);
    assertThat(outcome(complete, 4, 2).result()).isEqualTo(Result.NOT_MET);
    assertThat(outcome(complete, 0, 0).result()).isEqualTo(Result.NOT_COMPUTABLE);
    assertThat(outcome(complete, 0, 0).refuses()).isFalse();
    assertThat(outcome(complete, 4, 2).describe())
        .isEqualTo("c (share of rows that have a: at least 0.75 at most 1.0): a share of 0.5000");
  }
}

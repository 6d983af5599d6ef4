package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.profile.ProfileKind;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileTap;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: sales.csv}
      keys: [id]
      event_time: sold_at
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        buyer: {type: string, personal: direct_identifier}
        initial: {type: string, nullable: true, expression: "left(buyer, 1)"}
      expectations:
        - {anomaly: {metric: null_share, column: initial}}
      """;

  @Test
  void ofWhatIsComputedFromPersonalDataCountsAloneAreKept() {
    Measures measures = new Measures(Contracts.contract(SALES));
    ProfileObserver observer = measures.observer();
    ProfileTap tap =
        observer.open(
            new StructType().add("_interval", "string").add("_measured_initial", "string"));
    observer.observe(
        tap,
        new GenericInternalRow(
            new Object[] {UTF8String.fromString("day"), UTF8String.fromString("A")}));
    assertThat(tap.profiles().of("day").values())
        .as("to judge the interval itself, it is looked at")
        .singleElement()
        .matches(state -> state.kind() == ProfileKind.TEXT);
    assertThat(measures.kept(tap.profiles()).of("day"))
        .containsOnlyKeys("initial")
        .allSatisfy(
            (column, state) -> {
              assertThat(state.kind()).isEqualTo(ProfileKind.COUNTS);
              assertThat(state.counts().rows()).isEqualTo(1);
            });
  }
}

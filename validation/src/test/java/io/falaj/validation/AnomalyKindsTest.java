package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileTap;
import io.falaj.validation.profile.Profiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number of an interval on values, on nulls alone, and on no rows. */
class AnomalyKindsTest {

  private static final String HEAD =
      """
      dataset: d
      source: {format: csv, path: d.csv}
      keys: [id]
      event_time: at
      partition: month
      columns:
        id: {type: string}
        at: {type: timestamp}
        i: {type: int, nullable: true}
      expectations:
      """;

  private static final List<DataInterval> MONTHS =
      DataInterval.parse("2013-01-01/2013-05-01").months();

  private static final List<@Nullable Integer> SOME = List.of(1, 2, 2);
  private static final List<@Nullable Integer> NULLS = Arrays.asList(null, null);
  private static final List<@Nullable Integer> NONE = List.of();

  /** What becomes of April, after three months. */
  private static String april(
      String anomaly, List<@Nullable Integer> before, List<@Nullable Integer> april) {
    Contract contract = Contracts.contract(HEAD + "  - {anomaly: {" + anomaly + "}}\n");
    Check check = contract.checks(Level.DATASET).get(0);
    StructType schema = new StructType().add("_interval", DataTypes.StringType);
    for (String column : check.expectation().columns()) {
      schema = schema.add("_measured_" + column, DataTypes.IntegerType);
    }
    ProfileObserver observer = new Measures(contract).observer();
    ProfileTap tap = observer.open(schema);
    FailureCounter.Counts counts = FailureCounter.counts(1);
    for (DataInterval month : MONTHS) {
      List<@Nullable Integer> values = month.equals(MONTHS.get(3)) ? april : before;
      counts.put(month.toString(), values.size(), new long[0]);
      for (Integer value : values) {
        @Nullable Object[] fields = new @Nullable Object[schema.length()];
        fields[0] = UTF8String.fromString(month.toString());
        if (fields.length > 1) {
          fields[1] = value;
        }
        observer.observe(tap, new GenericInternalRow(fields));
      }
    }
    Outcome outcome =
        new DatasetJudge(
                MONTHS,
                counts,
                tap.profiles(),
                new RawHistory(contract, List.of()),
                new Profiles(Map.of()))
            .judge(check, MONTHS.get(3), 0);
    return outcome.result()
        + " "
        + outcome.saw().replaceFirst("(expected is \\S+ to \\S+).*", "$1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row_count | NOT_MET 0 rows, and expected is 2.999999997 to 3.000000003",
        "null_share, column: i | NOT_COMPUTABLE there are no rows",
        "mean, column: i | NOT_COMPUTABLE there are no rows",
        "distinct, column: i | NOT_MET 0 different, and expected is 1.999999998 to 2.000000002",
        "new_categories, column: i | MET none new, after 3 intervals before"
      })
  void ofNoRowsWhatCanBeCountedIsNone(String metric, String becomes) {
    assertThat(april("metric: " + metric + ", warm_up: 3", SOME, NONE)).isEqualTo(becomes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row_count | NOT_MET 2 rows, and expected is 2.999999997 to 3.000000003",
        "null_share, column: i | NOT_MET a share of 1, and expected is 0 to 0",
        "mean, column: i | NOT_COMPUTABLE no row has a value",
        "distinct, column: i | NOT_MET 0 different, and expected is 1.999999998 to 2.000000002",
        "new_categories, column: i | MET none new, after 3 intervals before"
      })
  void nullIsNoValue(String metric, String becomes) {
    assertThat(april("metric: " + metric + ", warm_up: 3", SOME, NULLS)).isEqualTo(becomes);
  }

  @Test
  void monthsWithoutRowsOrValuesAreHistoryToo() {
    for (List<@Nullable Integer> before : List.of(NONE, NULLS)) {
      assertThat(april("metric: distinct, column: i, warm_up: 3", before, SOME))
          .isEqualTo("NOT_MET 2 different, and expected is 0 to 0");
      assertThat(april("metric: new_categories, column: i, warm_up: 3", before, SOME))
          .isEqualTo("NOT_MET 2 new: '1', '2', in none of 3 intervals before");
      assertThat(april("metric: mean, column: i, warm_up: 3", before, SOME))
          .startsWith("NOT_COMPUTABLE 1.66")
          .endsWith(", not judged: 0 of 3 intervals seen");
    }
    assertThat(april("metric: row_count, warm_up: 3", NONE, SOME))
        .isEqualTo("NOT_MET 3 rows, and expected is 0 to 0");
  }
}

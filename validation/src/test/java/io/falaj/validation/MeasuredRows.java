package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileTap;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Judges one dataset expectation on values of its column, without a lake. */
final class MeasuredRows {

  static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");

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
        t: {type: string, nullable: true}
        i: {type: int, nullable: true}
        l: {type: long, nullable: true}
        x: {type: double, nullable: true}
        b: {type: boolean, nullable: true}
        price: {type: "decimal(9,2)", nullable: true}
        big: {type: "decimal(38,2)", nullable: true}
        who: {type: string, personal: direct_identifier, nullable: true}
      expectations:
      """;

  private final Contract contract;
  private final Check check;

  MeasuredRows(String expectation) {
    contract = Contracts.contract(HEAD + "  - {" + expectation + ", severity: FAIL}\n");
    check = contract.checks(Level.DATASET).get(0);
  }

  Outcome judge(List<? extends @Nullable Object> values, int partitions) {
    return judge(values, partitions, 0);
  }

  /** What becomes of a column with these values, divided among as many tasks. */
  Outcome judge(List<? extends @Nullable Object> values, int partitions, long missing) {
    return judge(values.size(), profiles(values, partitions), missing);
  }

  /** What becomes of rows that nothing looked at. */
  Outcome judgeWithout(int rows) {
    return judge(rows, new Profiles(Map.of()), 0);
  }

  private Outcome judge(long rows, Profiles profiles, long missing) {
    FailureCounter.Counts counts = FailureCounter.counts(1);
    counts.put(JANUARY.toString(), rows, new long[0]);
    return new DatasetJudge(
            List.of(JANUARY),
            counts,
            profiles,
            new RawHistory(contract, List.of()),
            new Profiles(Map.of()))
        .judge(check, JANUARY, missing);
  }

  private Profiles profiles(List<? extends @Nullable Object> values, int partitions) {
    ProfileObserver observer = new Measures(contract).observer();
    StructType schema = new StructType().add("_interval", DataTypes.StringType);
    List<String> columns = check.expectation().columns();
    for (String column : columns) {
      schema = schema.add("_measured_" + column, contract.column(column).type());
    }
    List<ProfileTap> taps = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      taps.add(observer.open(schema));
    }
    for (int i = 0; i < values.size(); i++) {
      observer.observe(taps.get(i % partitions), row(values.get(i), columns.size()));
    }
    return taps.stream().reduce(observer::merge).orElseThrow().profiles();
  }

  private static InternalRow row(@Nullable Object value, int columns) {
    @Nullable Object[] fields = new Object[1 + columns];
    fields[0] = UTF8String.fromString(JANUARY.toString());
    if (columns == 1) {
      fields[1] = value instanceof String text ? UTF8String.fromString(text) : value;
    }
    return new GenericInternalRow(fields);
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.Anomaly.Metric;
import io.falaj.validation.DatasetExpectation.Completeness;
import io.falaj.validation.DatasetExpectation.Mean;
import io.falaj.validation.DatasetExpectation.Sum;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.profile.ProfileKey;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfiledColumn;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What the dataset expectations of a contract are held against: profiles of the columns that they
 * look at, by interval, gathered on the rows' way into raw. They are kept no longer than the
 * judgement needs them, but for what anomalies are told by: see {@link #kept}. Completeness is none
 * of them: its bits are counted.
 */
final class Measures {

  private static final String PREFIX = "_measured_";

  private final Map<String, ProfiledColumn> columns = new LinkedHashMap<>();
  private final Contract contract;

  Measures(Contract contract) {
    this.contract = contract;
    for (Check check : contract.checks(Level.DATASET)) {
      Expectation expectation = check.expectation();
      if (!(expectation instanceof Completeness)) {
        boolean total =
            expectation instanceof Sum
                || expectation instanceof Mean
                || (expectation instanceof Anomaly anomaly && anomaly.metric() == Metric.MEAN);
        for (String name : expectation.columns()) {
          ProfiledColumn column = columns.getOrDefault(name, ProfiledColumn.open(PREFIX + name));
          columns.put(name, total ? column.summed() : column);
        }
      }
    }
  }

  /** The typed values of typed rows, under names of their own. */
  List<Column> values() {
    return columns.keySet().stream().map(name -> value(name).as(PREFIX + name)).toList();
  }

  /** Of a column, or of a custom metric. */
  private Column value(String name) {
    return contract
        .profiling()
        .metric(name)
        .map(Profiling.Metric::value)
        .orElseGet(() -> col(name));
  }

  /** Who looks at {@link #values} on the rows' way into raw; nobody where there are none. */
  Optional<ProfileObserver> onTheWay() {
    return columns.isEmpty() ? Optional.empty() : Optional.of(observer().unwritten());
  }

  /** A schema with {@link #values} behind. */
  StructType behind(StructType schema) {
    StructType with = schema;
    for (String name : columns.keySet()) {
      with =
          with.add(
              PREFIX + name,
              contract
                  .profiling()
                  .metric(name)
                  .map(Profiling.Metric::type)
                  .orElseGet(() -> contract.column(name).type()));
    }
    return with;
  }

  /** What typed rows give, in a pass of its own. */
  Profiles of(Lake lake, Dataset<Row> typed) {
    if (columns.isEmpty()) {
      return new Profiles(Map.of());
    }
    List<Column> selected = new ArrayList<>(List.of(col(TableSpec.INTERVAL)));
    selected.addAll(values());
    ProfileObserver observer = observer();
    ObservedRows observed = lake.observe(typed.select(selected.toArray(new Column[0])), observer);
    long passed = observed.count();
    Profiles profiles = observed.observed(observer).profiles();
    if (passed > 0 && profiles.states().isEmpty()) {
      throw new IllegalStateException("%d rows passed, and none was measured".formatted(passed));
    }
    return profiles;
  }

  /** The profile of a column in an interval; empty where the interval has no rows. */
  static Optional<ProfileState> of(Profiles profiles, String interval, String column) {
    return Optional.ofNullable(profiles.of(interval).get(PREFIX + column));
  }

  /**
   * What of it later intervals are to be held against, by column: of those that an anomaly is told
   * by, and of a personal one without its values.
   */
  Profiles kept(Profiles measured) {
    Set<String> names = new LinkedHashSet<>();
    contract.checks(Level.DATASET).stream()
        .filter(check -> check.expectation() instanceof Anomaly)
        .forEach(check -> names.addAll(check.expectation().columns()));
    Map<ProfileKey, ProfileState> kept = new LinkedHashMap<>();
    measured
        .states()
        .forEach(
            (key, state) -> {
              String name = key.column().substring(PREFIX.length());
              if (names.contains(name)) {
                kept.put(
                    new ProfileKey(key.interval(), key.segment(), name),
                    personal(name) ? state.countsOnly() : state);
              }
            });
    return new Profiles(kept);
  }

  /** A custom metric never is. */
  private boolean personal(String name) {
    return contract.profiling().metric(name).isEmpty()
        && contract.tellsOfAPerson(contract.column(name));
  }

  /** Of rows that have {@link #values}. */
  ProfileObserver observer() {
    return new ProfileObserver(List.copyOf(columns.values()));
  }
}

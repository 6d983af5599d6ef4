package io.falaj.validation;

import io.falaj.validation.Anomaly.Metric;
import io.falaj.validation.Anomaly.Season;
import io.falaj.validation.DatasetExpectation.Completeness;
import io.falaj.validation.DatasetExpectation.Distinct;
import io.falaj.validation.DatasetExpectation.Fresh;
import io.falaj.validation.DatasetExpectation.Mean;
import io.falaj.validation.DatasetExpectation.OfColumn;
import io.falaj.validation.DatasetExpectation.Quantile;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.DatasetExpectation.Sum;
import io.falaj.validation.DatasetExpectationYaml.HistoryYaml;
import io.falaj.validation.DatasetExpectationYaml.RowCountYaml;
import io.falaj.validation.profile.ProfileTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The expectations of a dataset's file that look at all rows of an interval together. */
final class DatasetChecks {

  private final DatasetYaml yaml;
  private final StructType schema;
  private final List<Profiling.Metric> metrics;
  private final PersonalColumns personal;

  DatasetChecks(DatasetYaml yaml, StructType schema, List<Profiling.Metric> metrics) {
    this.yaml = yaml;
    this.schema = schema;
    this.metrics = metrics;
    this.personal = new PersonalColumns(yaml);
  }

  /** Whether it is a custom metric's name, which those may look at that look at profiles. */
  static boolean mayBeMetric(DatasetYaml yaml, Expectation expectation, String name) {
    return yaml.profile() != null
        && yaml.profile().metrics().containsKey(name)
        && expectation instanceof DatasetExpectation
        && !(expectation instanceof Completeness);
  }

  /** Those of an entry, which should be one at most. */
  static List<DatasetExpectation> of(ExpectationYaml given) {
    List<DatasetExpectation> kinds = new ArrayList<>();
    if (given.rowCount() != null) {
      kinds.add(rowCount(given.rowCount()));
    }
    if (given.completeness() != null) {
      Bounds bounds =
          Bounds.of("completeness", given.completeness().min(), given.completeness().max());
      kinds.add(new Completeness(given.completeness().column(), bounds.min(), bounds.max()));
    }
    if (given.mean() != null) {
      kinds.add(
          new Mean(
              given.mean().column(), Bounds.of("mean", given.mean().min(), given.mean().max())));
    }
    if (given.quantile() != null) {
      kinds.add(
          new Quantile(
              given.quantile().column(),
              given.quantile().q(),
              Bounds.of("quantile", given.quantile().min(), given.quantile().max())));
    }
    if (given.distinct() != null) {
      kinds.add(new Distinct(given.distinct().column(), given.distinct().bounds()));
    }
    if (given.sum() != null) {
      kinds.add(new Sum(given.sum().column(), given.sum().total(), given.sum().off()));
    }
    if (given.fresh() != null) {
      kinds.add(new Fresh(given.fresh().column(), given.fresh().within()));
    }
    if (given.anomaly() != null) {
      kinds.add(given.anomaly().anomaly());
    }
    return kinds;
  }

  private static RowCount rowCount(RowCountYaml given) {
    HistoryYaml history = given.history();
    return new RowCount(
        given.min() == null ? OptionalLong.empty() : OptionalLong.of(given.min()),
        given.max() == null ? OptionalLong.empty() : OptionalLong.of(given.max()),
        history == null
            ? Optional.empty()
            : Optional.of(new RowCount.History(history.intervals(), history.tolerance())));
  }

  /** What is wrong with one whose columns are known, as a sentence; nothing if all is well. */
  Optional<String> problem(ExpectationYaml given, DatasetExpectation expectation) {
    String kind = expectation.kind();
    if (given.effect() == Severity.QUARANTINE) {
      return Optional.of(
          "%s looks at all rows together, so there is none to quarantine: its severity is WARN or FAIL."
              .formatted(kind));
    }
    boolean ofNoValue =
        expectation instanceof Mean
            || expectation instanceof Quantile
            || expectation instanceof Fresh;
    if (given.nulls() == Nulls.FAIL && !ofNoValue) {
      return Optional.of(
          "'nulls' goes with row expectations, references, mean, quantile and fresh, not with %s: of no value it is computed too."
              .formatted(kind));
    }
    if (yaml.partition() == Partitioning.WHOLE) {
      if (expectation instanceof Fresh) {
        return Optional.of(
            "fresh is told from the end of an interval, and with 'partition: whole' there is none:"
                + " divide the dataset by day or month, or leave fresh out.");
      }
      if (expectation instanceof RowCount count && count.history().isPresent()) {
        return Optional.of(
            "'history' looks at the intervals before, and with 'partition: whole' there are none:"
                + " divide the dataset by day or month, or leave it out.");
      }
    }
    if (expectation instanceof Anomaly anomaly) {
      return problem(anomaly);
    }
    return expectation instanceof OfColumn of ? problem(of) : Optional.empty();
  }

  private Optional<String> problem(Anomaly anomaly) {
    if (yaml.partition() == Partitioning.WHOLE) {
      return Optional.of(
          "anomaly looks at the intervals before, and with 'partition: whole' there are none:"
              + " divide the dataset by day or month, or leave it out.");
    }
    if (anomaly.season() == Season.WEEKLY && yaml.partition() != Partitioning.DAY) {
      return Optional.of(
          "'season: weekly' looks at days of the same weekday, and with 'partition: month' there"
              + " are none: divide the dataset by day, or leave it out.");
    }
    String column = anomaly.column().orElse("");
    DataType type = type(column);
    if (!anomaly.counts() && personal.has(column)) {
      return Optional.of(
          "anomaly needs what values column '%s' has had, which are personal data, and they would stay in %s when a person is erased: use row_count or null_share, which count."
              .formatted(column, ProfileTable.NAME));
    }
    if (type != null
        && anomaly.metric() == Metric.MEAN
        && !(type instanceof NumericType)
        && !isShare(column, type)) {
      return Optional.of(looksAt("mean", column, "numbers", type));
    }
    boolean time = type instanceof TimestampType || type instanceof DateType;
    return type != null && time && anomaly.metric() == Metric.NEW_CATEGORIES
        ? Optional.of(looksAt("new_categories", column, "few texts, numbers or truth values", type))
        : Optional.empty();
  }

  private Optional<String> problem(OfColumn expectation) {
    String column = expectation.column();
    if (!expectation.counts() && personal.has(column)) {
      return Optional.of(
          "%s looks at the values of column '%s', which are personal data, and what it sees would stay in %s when a person is erased: use completeness or distinct, which count."
              .formatted(expectation.kind(), column, ValidationTable.NAME));
    }
    boolean numbers =
        expectation instanceof Mean
            || expectation instanceof Quantile
            || expectation instanceof Sum;
    DataType type = type(column);
    boolean share = expectation instanceof Mean && type != null && isShare(column, type);
    if (type != null && numbers && !share && !(type instanceof NumericType)) {
      return Optional.of(looksAt(expectation.kind(), column, "numbers", type));
    }
    return type != null && expectation instanceof Fresh && !(type instanceof TimestampType)
        ? Optional.of(looksAt(expectation.kind(), column, "timestamps", type))
        : Optional.empty();
  }

  private static String looksAt(String kind, String column, String what, DataType type) {
    return "%s looks at %s, and column '%s' is of type %s."
        .formatted(kind, what, column, type.simpleString());
  }

  /** Of a metric that is true or false, the mean is the share of rows where it is true. */
  private boolean isShare(String name, DataType type) {
    return type instanceof BooleanType
        && metrics.stream().anyMatch(metric -> metric.name().equals(name));
  }

  /** The column's type, or null where it has none because that is a problem of its own. */
  private @Nullable DataType type(String column) {
    for (Profiling.Metric metric : metrics) {
      if (metric.name().equals(column)) {
        return metric.type();
      }
    }
    return Arrays.asList(schema.fieldNames()).contains(column)
        ? schema.apply(column).dataType()
        : null;
  }
}

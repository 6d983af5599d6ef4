package io.falaj.validation;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import io.falaj.validation.DatasetExpectationYaml.AnomalyYaml;
import io.falaj.validation.DatasetExpectationYaml.CompletenessYaml;
import io.falaj.validation.DatasetExpectationYaml.DistinctYaml;
import io.falaj.validation.DatasetExpectationYaml.FreshYaml;
import io.falaj.validation.DatasetExpectationYaml.MeanYaml;
import io.falaj.validation.DatasetExpectationYaml.QuantileYaml;
import io.falaj.validation.DatasetExpectationYaml.RowCountYaml;
import io.falaj.validation.DatasetExpectationYaml.SumYaml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expectation, as it is written: exactly one kind, and what its failure does. */
@Description("One kind of expectation, and what its failure does.")
public record ExpectationYaml(
    @Description("Its name; made from its kind and columns when left out.") @Nullable String name,
    @Description("What happens when it is not met; of an anomaly WARN when left out.")
        @Nullable Severity severity,
    @Description("SQL predicate: only rows where it is true are looked at.") @Nullable String when,
    @Description("Whether null passes or fails; of mean, quantile and fresh, no value at all.")
        @DefaultValue("pass")
        Nulls nulls,
    @Description("Why it is asked for.") @Nullable String description,
    @Description("There is a value.") @Nullable NotNullYaml notNull,
    @Description("Between two ends, both included.") @Nullable InRangeYaml inRange,
    @Description("One of some values.") @Nullable InSetYaml inSet,
    @Description("Matches a regular expression from beginning to end.")
        @Nullable MatchesYaml matches,
    @Description("Characters of a text, both ends included.") @Nullable LengthYaml length,
    @Description("SQL predicate that is not false.") @Nullable String sql,
    @Description("No other row of the interval, or of those before it, has the same values.")
        @Nullable UniqueYaml unique,
    @Description("The values are there in another table.") @Nullable ReferencesYaml references,
    @Description("Rows of an interval, both ends included, and as the intervals before say.")
        @Nullable RowCountYaml rowCount,
    @Description("Share of an interval's rows that have a value.")
        @Nullable CompletenessYaml completeness,
    @Description("Mean of an interval's numbers, both ends included.") @Nullable MeanYaml mean,
    @Description("Quantile of an interval's numbers, both ends included.")
        @Nullable QuantileYaml quantile,
    @Description("Number of an interval's different values, both ends included.")
        @Nullable DistinctYaml distinct,
    @Description("Sum of an interval's numbers, held against a control total.")
        @Nullable SumYaml sum,
    @Description("How long before the interval's end its newest time may lie.")
        @Nullable FreshYaml fresh,
    @Description("An interval is like those before it, within what they let expect.")
        @Nullable AnomalyYaml anomaly,
    Location location) {

  public ExpectationYaml {
    if (severity == null && anomaly == null) {
      throw new IllegalArgumentException("'severity' is missing.");
    }
  }

  /** What happens when it is not met. */
  Severity effect() {
    return severity == null ? Severity.WARN : severity;
  }

  /** {@code not_null: {column: c}}. */
  public record NotNullYaml(String column) {}

  /** {@code in_range: {column: c, min: 0, max: 10}}; both ends as they are written. */
  public record InRangeYaml(String column, @Nullable String min, @Nullable String max) {
    public InRangeYaml {
      if (min == null && max == null) {
        throw new IllegalArgumentException("in_range needs 'min' or 'max'.");
      }
    }
  }

  /** {@code in_set: {column: c, values: [a, b]}}; each value as it is written. */
  public record InSetYaml(String column, List<String> values) {
    public InSetYaml {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("in_set needs at least one of 'values'.");
      }
    }
  }

  /** {@code matches: {column: c, pattern: "[A-Z]+"}}. */
  public record MatchesYaml(String column, String pattern) {}

  /** {@code length: {column: c, min: 1, max: 80}}. */
  public record LengthYaml(String column, @Nullable Integer min, @Nullable Integer max) {
    public LengthYaml {
      Bounds.of(
          "length", min == null ? null : min.doubleValue(), max == null ? null : max.doubleValue());
      if (max != null && max < 0) {
        throw new IllegalArgumentException(
            "length has 'max' %d, and no text has fewer than 0 characters: give another."
                .formatted(max));
      }
    }
  }

  /** {@code unique: {columns: [a, b], winner: last, order_by: updated_at, against: table}}. */
  public record UniqueYaml(
      List<String> columns,
      @DefaultValue("first") Expectation.Unique.Winner winner,
      @Nullable String orderBy,
      @Description("The interval's rows alone, or what clean holds of earlier ones besides.")
          @DefaultValue("interval")
          Expectation.Unique.Against against) {
    public UniqueYaml {
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("unique needs 'columns'.");
      }
    }
  }

  /** {@code references: {columns: [c], table: clean.t, to: [k]}}. */
  public record ReferencesYaml(List<String> columns, String table, List<String> to) {
    public ReferencesYaml {
      if (columns.isEmpty() || columns.size() != to.size()) {
        throw new IllegalArgumentException(
            "references needs as many columns in 'to' as in 'columns', and at least one.");
      }
    }
  }
}

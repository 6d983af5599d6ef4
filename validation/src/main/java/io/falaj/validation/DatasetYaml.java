package io.falaj.validation;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file {@code datasets/*.yaml}, as it is written. */
@Description("What a dataset is, where it comes from and what it promises.")
public record DatasetYaml(
    @Description("Name of the dataset and of its tables in raw, clean and quarantine.")
        String dataset,
    @Description("What it holds, for people.") @Nullable String description,
    @Description("Who answers for it.") @Nullable String owner,
    @Description("Where it comes from.") SourceYaml source,
    @Description("The columns that tell its rows apart.") List<String> keys,
    @Description("Where they do: in an interval, or in the table, as 'against' of unique has it.")
        @DefaultValue("interval")
        Expectation.Unique.Against keysAgainst,
    @Description("The column that says when a row's event happened, or was to happen.")
        @Nullable String eventTime,
    @Description("How its tables are divided: the finest interval that is ingested.")
        @DefaultValue("day")
        Partitioning partition,
    @Description("Its columns, by name, in the order of the clean table.")
        Map<String, ColumnYaml> columns,
    @Description("What it promises beside types, nulls and keys.")
        List<ExpectationYaml> expectations,
    @Description("What is profiled beside its columns.") @Nullable ProfileYaml profile,
    Location location) {

  /** {@code profile: {metrics: {speed: {expression: distance / hours}}, segments: [origin]}}. */
  public record ProfileYaml(
      @Description("Custom metrics, by name: profiled as columns are.")
          Map<String, MetricYaml> metrics,
      @Description("Columns or metrics of few values: rows are profiled by each, too.")
          List<String> segments,
      Location location) {}

  /** A custom metric, as it is written. */
  public record MetricYaml(
      @Description("SQL over one row of clean: a number, a text, or true or false.")
          String expression,
      @Description("Unit of its values.") @Nullable String unit,
      @Description("What it tells, for people.") @Nullable String description,
      Location location) {}

  /** Where a dataset comes from. */
  public record SourceYaml(
      @Description("What the files are.") Format format,
      @Description("Path or glob of the files, relative to the pipeline's folder.") String path,
      @Description("Of csv: what stands between two fields.") @Nullable String delimiter,
      @Description("Of csv: what stands around a field that holds delimiters; doubled inside.")
          @Nullable String quote,
      @Description("Of csv: the text that stands for null, beside nothing at all.")
          @Nullable String nullValue,
      @Description("Of csv and json_lines: the character set of the text; UTF-8 if left out.")
          @Nullable String encoding,
      @Description("What happens when one of the files cannot be read.") @DefaultValue("stop")
          UnreadableFiles unreadable,
      @Description(
              "What happens when one of the files is no longer what was ingested under its name.")
          @DefaultValue("stop")
          ChangedFiles changed,
      Location location) {}

  /** What source files may be. */
  public enum Format {
    /** Delimited text with a header. */
    CSV,
    /** A JSON object a line. */
    JSON_LINES,
    /** Parquet. */
    PARQUET,
    /** Avro object container files. */
    AVRO
  }

  /** A column, as it is written. */
  public record ColumnYaml(
      @Description("string, boolean, int, long, float, double, decimal(P,S), date or timestamp.")
          String type,
      @Description("Whether null is allowed.") @DefaultValue("false") boolean nullable,
      @Description("Its name in the source, where that is another one.") @Nullable String from,
      @Description("SQL over other columns, for a column that the source does not have.")
          @Nullable String expression,
      @Description("How it relates to a person.") @Nullable PersonalData personal,
      @Description("Unit of its values.") @Nullable String unit,
      @Description("What it holds, for people.") @Nullable String description,
      Location location) {}
}

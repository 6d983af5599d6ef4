package io.falaj.validation;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.time.Duration;
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
      @Description("What it is: files of a kind, a Delta table or a table of a database.")
          Format format,
      @Description(
              "Path or glob of files, or path of a Delta table, relative to the pipeline's folder.")
          @Nullable String path,
      @Description("Of csv: what stands between two fields.") @Nullable String delimiter,
      @Description("Of csv: what stands around a field that holds delimiters; doubled inside.")
          @Nullable String quote,
      @Description("Of csv: the text that stands for null, beside nothing at all.")
          @Nullable String nullValue,
      @Description("Of csv and json_lines: the character set of the text; UTF-8 if left out.")
          @Nullable String encoding,
      @Description("Of jdbc: what pipeline.yaml calls the database.") @Nullable String connection,
      @Description("Of jdbc: the table, as in orders or public.orders.") @Nullable String table,
      @Description(
              "Of jdbc: a column that only grows; a row that is new or has changed has a value"
                  + " near the highest.")
          @Nullable String watermark,
      @Description("Of jdbc: how far below the highest watermark seen to read again; 1h, for one.")
          @Nullable Duration overlap,
      @Description("Of jdbc: rows that a connection asks for at once; 1000 if left out.")
          @Nullable Integer fetchSize,
      @Description("Of jdbc: most parts that are read at the same time; 4 if left out.")
          @Nullable Integer ranges,
      @Description("Of files: what happens when one cannot be read; stop if left out.")
          @Nullable UnreadableFiles unreadable,
      @Description(
              "What happens when a file has other bytes than were ingested under its name, or a row"
                  + " of a table other values than were ingested of its key: if left out, stop for"
                  + " files and Delta tables, take for databases.")
          @Nullable OnChange changed,
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
    AVRO,
    /** A Delta table outside the lake. */
    DELTA,
    /** A table of a database. */
    JDBC
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

package io.falaj.validation;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * What of a dataset is profiled beside its columns.
 *
 * @param metrics custom metrics: what they give of each row is profiled as a column's values are
 * @param segments columns or metrics, of few values each: rows are profiled by them, too
 */
public record Profiling(List<Metric> metrics, List<String> segments) {

  /** Columns alone. */
  public static final Profiling PLAIN = new Profiling(List.of(), List.of());

  public Profiling {
    metrics = List.copyOf(metrics);
    segments = List.copyOf(segments);
  }

  /**
   * A custom metric.
   *
   * @param name no column's
   * @param expression of SQL over one row of clean; where it throws, there is no value
   * @param type of its values: numbers, texts, or truth values, whose mean is the share of true
   * @param unit of its values; empty where it has none
   * @param description for people; may be empty
   */
  public record Metric(
      String name, String expression, DataType type, String unit, String description) {

    /** Its value in rows that have the contract's columns. */
    org.apache.spark.sql.Column value() {
      return Attempt.of(struct(expr(expression).as("value"))).getField("value");
    }
  }

  /** Whether columns alone are profiled. */
  public boolean plain() {
    return metrics.isEmpty() && segments.isEmpty();
  }

  /** A metric by its name. */
  public Optional<Metric> metric(String name) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** What makes the profiles other ones. */
  List<List<String>> identity() {
    return List.of(
        metrics.stream().map(metric -> metric.name() + " is " + metric.expression()).toList(),
        segments);
  }
}

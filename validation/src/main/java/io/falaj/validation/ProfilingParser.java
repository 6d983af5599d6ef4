package io.falaj.validation;

import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.DatasetYaml.MetricYaml;
import io.falaj.validation.DatasetYaml.ProfileYaml;
import io.falaj.validation.Profiling.Metric;
import io.falaj.validation.profile.ProfileTap;
import io.falaj.validation.profile.Segmentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** The custom metrics and segments of a dataset's file. */
final class ProfilingParser {

  /** One interval's may all be gathered at a time. */
  private static final long MOST_PROFILES = ProfileTap.MOST_OPEN;

  private final DatasetYaml yaml;
  private final StructType schema;
  private final BiConsumer<Location, String> problem;
  private final PersonalColumns personal;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  ProfilingParser(DatasetYaml yaml, StructType schema, BiConsumer<Location, String> problem) {
    this.yaml = yaml;
    this.schema = schema;
    this.problem = problem;
    this.personal = new PersonalColumns(yaml);
  }

  Profiling parse(List<Column> known) {
    ProfileYaml profile = yaml.profile();
    if (profile == null) {
      return Profiling.PLAIN;
    }
    known.forEach(column -> columns.put(column.name(), column));
    List<Metric> metrics = new ArrayList<>();
    profile.metrics().forEach((name, metric) -> metric(name, metric).ifPresent(metrics::add));
    Set<String> segments = new LinkedHashSet<>();
    for (String segment : profile.segments()) {
      if (!segments.add(segment)) {
        problem.accept(profile.location(), "segment '%s' is given twice.".formatted(segment));
      }
      segment(profile, metrics, segment);
    }
    long each = 1 + (Segmentation.MOST + 2L) * segments.size();
    long profiles = each * (columns.size() + metrics.size());
    if (profiles > MOST_PROFILES && segments.size() > 0) {
      problem.accept(
          profile.location(),
          "%d columns and metrics by %d segments of up to %d values need %d profiles of an interval, and %d is the most that memory is given to: name fewer segments."
              .formatted(
                  columns.size() + metrics.size(),
                  segments.size(),
                  Segmentation.MOST,
                  profiles,
                  MOST_PROFILES));
    }
    return new Profiling(metrics, List.copyOf(segments));
  }

  private Optional<Metric> metric(String name, MetricYaml given) {
    Optional<String> wrong = wrongName(name);
    if (wrong.isEmpty()) {
      try {
        SqlExpression expression = SqlExpression.parse(given.expression());
        wrong = wrongColumns(name, expression.columns());
        if (wrong.isEmpty() && List.of(schema.fieldNames()).containsAll(expression.columns())) {
          DataType type = expression.type(schema);
          if (type instanceof NumericType
              || type instanceof BooleanType
              || type instanceof StringType) {
            return Optional.of(
                new Metric(
                    name,
                    given.expression(),
                    type,
                    given.unit() == null ? "" : given.unit(),
                    given.description() == null ? "" : given.description()));
          }
          wrong =
              Optional.of(
                  "metric '%s' is of type %s: it must give a number, a text, or true or false."
                      .formatted(name, type.simpleString()));
        }
      } catch (IllegalArgumentException e) {
        wrong =
            Optional.of(
                "metric '%s': its expression cannot be used: %s".formatted(name, e.getMessage()));
      }
    }
    wrong.ifPresent(message -> problem.accept(given.location(), message));
    return Optional.empty();
  }

  private Optional<String> wrongName(String name) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      return Optional.of(
          "metric '%s' is not allowed: names match [a-z][a-z0-9_]*.".formatted(name));
    }
    return yaml.columns().containsKey(name)
        ? Optional.of("metric '%s' has the name of a column: give it another.".formatted(name))
        : Optional.empty();
  }

  private Optional<String> wrongColumns(String name, List<String> uses) {
    for (String used : uses) {
      if (!yaml.columns().containsKey(used)) {
        return Optional.of(
            "metric '%s': its expression names '%s', which is no column.%s"
                .formatted(name, used, Problems.suggest(used, yaml.columns().keySet())));
      }
      if (personal.has(used)) {
        return Optional.of(
            "metric '%s' is computed from column '%s', which is personal data, and what profiles keep of it could never be erased: leave it out."
                .formatted(name, used));
      }
    }
    return Optional.empty();
  }

  private void segment(ProfileYaml profile, List<Metric> metrics, String segment) {
    Column column = columns.get(segment);
    Optional<Metric> metric =
        metrics.stream().filter(each -> each.name().equals(segment)).findFirst();
    boolean stated = yaml.columns().containsKey(segment) || profile.metrics().containsKey(segment);
    if (!stated) {
      Set<String> known = new LinkedHashSet<>(yaml.columns().keySet());
      known.addAll(profile.metrics().keySet());
      problem.accept(
          profile.location(),
          "segment '%s' is no column and no metric.%s"
              .formatted(segment, Problems.suggest(segment, known)));
      return;
    }
    if (personal.has(segment)) {
      problem.accept(
          profile.location(),
          "segment '%s' is personal data, and its values would stay in profiles when a person is erased: leave it out."
              .formatted(segment));
      return;
    }
    DataType type = column != null ? column.type() : metric.map(Metric::type).orElse(null);
    if (type != null && !hasFewValues(type)) {
      problem.accept(
          profile.location(),
          "segment '%s' is of type %s, which has too many values: make a metric of ranges of it, such as case when x < 10 then 'few' else 'many' end."
              .formatted(segment, type.simpleString()));
    }
  }

  private static boolean hasFewValues(DataType type) {
    return type instanceof StringType
        || type instanceof BooleanType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof DateType;
  }
}

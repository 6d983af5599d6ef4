package io.falaj.validation;

import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Column.Derived;
import io.falaj.validation.Column.FromSource;
import io.falaj.validation.Column.Required;
import io.falaj.validation.DatasetYaml.ColumnYaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Checks a dataset's file and adds whatever is wrong with it to the problems. */
final class ContractParser {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern RESERVED = Pattern.compile(".*(_v\\d+|_events|_carries)");

  private final DatasetYaml yaml;
  private final Problems problems;
  private final Map<String, DataType> types = new LinkedHashMap<>();
  private boolean sound = true;

  ContractParser(DatasetYaml yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  Optional<Contract> parse() {
    checkName();
    yaml.columns().forEach(this::type);
    List<Column> columns = new ArrayList<>();
    yaml.columns().forEach((name, column) -> column(name, column).ifPresent(columns::add));
    checkCycles(columns);
    checkKeys();
    Source source = new SourceParser(yaml.source(), this::problem).parse();
    Profiling profiling = new ProfilingParser(yaml, schema(), this::problem).parse(columns);
    List<Check> checks =
        new ChecksParser(yaml, schema(), profiling.metrics(), this::problem).parse(columns);
    if (!sound) {
      problems.broken(DatasetYaml.class, yaml.dataset());
      return Optional.empty();
    }
    return Optional.of(
        new Contract(
            yaml.dataset(),
            orEmpty(yaml.description()),
            orEmpty(yaml.owner()),
            source,
            yaml.keys(),
            Optional.ofNullable(yaml.eventTime()),
            yaml.partition(),
            columns,
            checks,
            profiling));
  }

  private void problem(Location at, String message) {
    sound = false;
    problems.add(at, message);
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  static Optional<String> nameProblem(String dataset) {
    boolean allowed = NAME.matcher(dataset).matches() && !RESERVED.matcher(dataset).matches();
    return allowed
        ? Optional.empty()
        : Optional.of(
            ("dataset '%s' is not allowed: names match [a-z][a-z0-9_]* and do not end in"
                    + " _v<digits>, _events or _carries.")
                .formatted(dataset));
  }

  private void checkName() {
    nameProblem(yaml.dataset())
        .ifPresent(
            wrong -> {
              problem(yaml.location(), wrong);
              problems.unread(DatasetYaml.class);
            });
    if (yaml.columns().isEmpty()) {
      problem(yaml.location(), "dataset '%s' has no columns.".formatted(yaml.dataset()));
    }
  }

  private void type(String name, ColumnYaml column) {
    Optional<DataType> type = ColumnType.parse(column.type());
    if (type.isEmpty()) {
      problem(
          column.location(), "column '%s': %s".formatted(name, ColumnType.unknown(column.type())));
    } else {
      types.put(name, type.get());
    }
  }

  private StructType schema() {
    StructType schema = new StructType();
    for (Map.Entry<String, DataType> column : types.entrySet()) {
      schema = schema.add(column.getKey(), column.getValue());
    }
    return schema;
  }

  private Optional<Column> column(String name, ColumnYaml column) {
    if (!NAME.matcher(name).matches()) {
      problem(
          column.location(),
          "column '%s' is not allowed: names match [a-z][a-z0-9_]*. Use 'from' for its name in the source."
              .formatted(name));
    }
    if (column.from() != null && column.expression() != null) {
      problem(
          column.location(),
          "column '%s' has both 'from' and 'expression': it comes from one of them."
              .formatted(name));
    }
    DataType type = types.get(name);
    if (type == null) {
      return Optional.empty();
    }
    Column.Origin origin =
        column.expression() == null
            ? new FromSource(column.from() == null ? name : column.from())
            : derived(name, column.expression(), type, column.location());
    return Optional.of(
        new Column(
            name,
            type,
            column.nullable() ? Required.NULLABLE : Required.REQUIRED,
            origin,
            Optional.ofNullable(column.personal()),
            orEmpty(column.unit()),
            orEmpty(column.description())));
  }

  private Derived derived(String name, String sql, DataType type, Location at) {
    try {
      SqlExpression expression = SqlExpression.parse(sql);
      List<String> uses = expression.columns();
      for (String used : uses) {
        if (!yaml.columns().containsKey(used)) {
          problem(
              at,
              "column '%s': its expression names '%s', which is no column.%s"
                  .formatted(name, used, Problems.suggest(used, yaml.columns().keySet())));
          return new Derived(sql, List.of());
        }
      }
      if (types.keySet().containsAll(uses)) {
        expression.as(type).type(schema());
      }
      return new Derived(sql, uses);
    } catch (IllegalArgumentException e) {
      problem(at, "column '%s': its expression cannot be used: %s".formatted(name, e.getMessage()));
      return new Derived(sql, List.of());
    }
  }

  /** A derived column must not need itself, by whatever way. */
  private void checkCycles(List<Column> columns) {
    Map<String, Column> byName = new HashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    for (Column column : columns) {
      Set<String> reached = new LinkedHashSet<>();
      reach(column, byName, reached);
      if (reached.contains(column.name())) {
        problem(
            location(column.name()),
            "column '%s' is computed from itself, by way of %s."
                .formatted(column.name(), String.join(", ", reached)));
      }
    }
  }

  private static void reach(Column column, Map<String, Column> byName, Set<String> reached) {
    if (column.origin() instanceof Derived derived) {
      for (String used : derived.uses()) {
        Column next = byName.get(used);
        if (reached.add(used) && next != null) {
          reach(next, byName, reached);
        }
      }
    }
  }

  private Location location(String column) {
    ColumnYaml found = yaml.columns().get(column);
    return found == null ? yaml.location() : found.location();
  }

  private void checkKeys() {
    if (yaml.keys().isEmpty()) {
      problem(yaml.location(), "'keys' is empty: name the columns that tell rows apart.");
    }
    for (String key : yaml.keys()) {
      known("keys", key);
      ColumnYaml column = yaml.columns().get(key);
      if (column != null && column.nullable()) {
        problem(column.location(), "column '%s' is a key and must not be nullable.".formatted(key));
      }
    }
    if (yaml.eventTime() != null) {
      known("event_time", yaml.eventTime());
      DataType type = types.get(yaml.eventTime());
      if (type != null && !(type instanceof TimestampType)) {
        problem(
            yaml.location(),
            "'event_time' names '%s', which is of type %s: it must be a timestamp."
                .formatted(yaml.eventTime(), type.simpleString()));
      }
    } else if (yaml.partition() != Partitioning.WHOLE) {
      problem(
          yaml.location(),
          "without 'event_time' a dataset is taken whole: name one, or write 'partition: whole'.");
    }
  }

  private void known(String key, String name) {
    if (!yaml.columns().containsKey(name)) {
      problem(
          yaml.location(),
          "'%s' names '%s', which is no column.%s"
              .formatted(key, name, Problems.suggest(name, yaml.columns().keySet())));
    }
  }
}

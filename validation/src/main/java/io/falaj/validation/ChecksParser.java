package io.falaj.validation;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Expectation.InRange;
import io.falaj.validation.Expectation.InSet;
import io.falaj.validation.Expectation.Length;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.Expectation.Matches;
import io.falaj.validation.Expectation.NotNull;
import io.falaj.validation.Expectation.Parsed;
import io.falaj.validation.Expectation.References;
import io.falaj.validation.Expectation.Sql;
import io.falaj.validation.Expectation.Typed;
import io.falaj.validation.Expectation.Unique;
import io.falaj.validation.Expectation.Unique.Against;
import io.falaj.validation.ExpectationYaml.MatchesYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The expectations of a dataset's file: those that types, nulls and keys imply, then its own. */
final class ChecksParser {

  private final DatasetYaml yaml;
  private final StructType schema;
  private final List<Profiling.Metric> metrics;
  private final BiConsumer<Location, String> problem;
  private final Map<String, Check> checks = new LinkedHashMap<>();

  /**
   * @param schema of the contract's columns
   * @param metrics what dataset expectations may look at beside columns
   */
  ChecksParser(
      DatasetYaml yaml,
      StructType schema,
      List<Profiling.Metric> metrics,
      BiConsumer<Location, String> problem) {
    this.yaml = yaml;
    this.schema = schema;
    this.metrics = metrics;
    this.problem = problem;
  }

  List<Check> parse(List<Column> columns) {
    implicit("parsed", new Parsed());
    for (Column column : columns) {
      if (column.derived() || !(column.type() instanceof StringType)) {
        implicit("type_" + column.name(), new Typed(column.name(), column.type().catalogString()));
      }
      if (column.nullRefused()) {
        implicit("not_null_" + column.name(), new NotNull(column.name()));
      }
    }
    boolean keyStated =
        yaml.expectations().stream()
            .anyMatch(e -> e.unique() != null && e.unique().columns().equals(yaml.keys()));
    if (yaml.keysAgainst() == Against.TABLE) {
      if (keyStated) {
        problem.accept(
            yaml.location(),
            "'keys_against' is given, and an expectation says of the keys what they are unique"
                + " against: write 'against' there, and leave 'keys_against' out.");
      }
      checkDivided("keys_against", yaml.location());
    }
    if (!keyStated && !yaml.keys().isEmpty()) {
      implicit(
          "unique_" + String.join("_", yaml.keys()),
          new Unique(yaml.keys(), Unique.Winner.FIRST, null, yaml.keysAgainst()));
    }
    for (ExpectationYaml expectation : yaml.expectations()) {
      parse(expectation);
    }
    return List.copyOf(checks.values());
  }

  private boolean checkDivided(String key, Location at) {
    boolean divided = yaml.partition() != Partitioning.WHOLE;
    if (!divided) {
      problem.accept(
          at,
          "'%s: table' looks at the intervals before, and with 'partition: whole' there are none: leave it out."
              .formatted(key));
    }
    return divided;
  }

  private void implicit(String name, Expectation expectation) {
    checks.put(name, Check.implicit(name, expectation));
  }

  private void parse(ExpectationYaml given) {
    List<Expectation> kinds = new ArrayList<>();
    try {
      add(kinds, given);
    } catch (IllegalArgumentException | FalajException.Configuration e) {
      problem.accept(given.location(), String.valueOf(e.getMessage()));
      return;
    }
    if (kinds.size() != 1) {
      problem.accept(
          given.location(),
          "an expectation has exactly one kind, for example not_null, in_range or sql; this one has %d."
              .formatted(kinds.size()));
      return;
    }
    Expectation expectation = kinds.get(0);
    boolean known = true;
    boolean ofKeys = expectation instanceof Unique unique && unique.columns().equals(yaml.keys());
    for (String column : expectation.columns()) {
      if (ofKeys && yaml.keys().contains(column)) {
        continue; // told of the keys, where there is none
      }
      known &= DatasetChecks.mayBeMetric(yaml, expectation, column) || known(given, column);
    }
    if (!known || !sensible(given, expectation)) {
      return;
    }
    String name = given.name() != null ? given.name() : expectation.impliedName();
    Check check =
        new Check(
            name,
            expectation,
            given.effect(),
            Optional.ofNullable(given.when()),
            given.nulls(),
            given.description() == null ? "" : given.description());
    if (checks.putIfAbsent(name, check) != null) {
      problem.accept(
          given.location(),
          "there are two expectations '%s': give this one another 'name'.".formatted(name));
    }
  }

  private void add(List<Expectation> kinds, ExpectationYaml given) {
    if (given.notNull() != null) {
      kinds.add(new NotNull(given.notNull().column()));
    }
    if (given.inRange() != null) {
      kinds.add(
          new InRange(given.inRange().column(), given.inRange().min(), given.inRange().max()));
    }
    if (given.inSet() != null) {
      kinds.add(new InSet(given.inSet().column(), given.inSet().values()));
    }
    if (given.matches() != null) {
      kinds.add(matches(given.matches()));
    }
    if (given.length() != null) {
      kinds.add(
          new Length(
              given.length().column(),
              optionalInt(given.length().min()),
              optionalInt(given.length().max())));
    }
    if (given.sql() != null) {
      kinds.add(new Sql(given.sql(), predicate("sql", given.sql())));
    }
    if (given.unique() != null) {
      kinds.add(
          new Unique(
              given.unique().columns(),
              given.unique().winner(),
              given.unique().orderBy(),
              given.unique().against()));
    }
    if (given.references() != null) {
      kinds.add(
          new References(
              given.references().columns(),
              TableName.parse(given.references().table()),
              given.references().to()));
    }
    kinds.addAll(DatasetChecks.of(given));
    if (given.when() != null) {
      predicate("when", given.when());
    }
  }

  private static OptionalInt optionalInt(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Matches matches(MatchesYaml given) {
    Matches matches = new Matches(given.column(), given.pattern());
    try {
      Pattern.compile(given.pattern());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern '%s' is no regular expression of Java: %s."
              .formatted(given.pattern(), e.getDescription()),
          e);
    }
    try {
      Pattern.compile(matches.whole());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern '%s' is open at its end, so that it cannot be held against a whole text: close \\Q with \\E, and end a comment with a line break."
              .formatted(given.pattern()),
          e);
    }
    return matches;
  }

  /** The columns of a predicate that is true, false or null of a row. */
  private List<String> predicate(String key, String sql) {
    SqlExpression expression;
    try {
      expression = SqlExpression.parse(sql);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be used: %s".formatted(key, e.getMessage()), e);
    }
    List<String> columns = expression.columns();
    List<String> known = List.copyOf(yaml.columns().keySet());
    for (String column : columns) {
      if (!known.contains(column)) {
        throw new IllegalArgumentException(
            "'%s' names '%s', which is no column.%s"
                .formatted(key, column, Problems.suggest(column, known)));
      }
    }
    if (!List.of(schema.fieldNames()).containsAll(columns)) {
      return columns;
    }
    DataType type;
    try {
      type = expression.type(schema);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be used: %s".formatted(key, e.getMessage()), e);
    }
    if (!(type instanceof BooleanType)) {
      throw new IllegalArgumentException(
          "'%s' is of type %s: it must be true or false.".formatted(key, type.simpleString()));
    }
    return columns;
  }

  private boolean known(ExpectationYaml given, String column) {
    boolean known = yaml.columns().containsKey(column);
    if (!known) {
      problem.accept(
          given.location(),
          "there is no column '%s'.%s"
              .formatted(column, Problems.suggest(column, yaml.columns().keySet())));
    }
    return known;
  }

  private boolean sensible(ExpectationYaml given, Expectation expectation) {
    if (expectation instanceof DatasetExpectation dataset) {
      Optional<String> wrong = new DatasetChecks(yaml, schema, metrics).problem(given, dataset);
      if (wrong.isPresent()) {
        problem.accept(given.location(), wrong.get());
        return false;
      }
    }
    if (expectation.level() != Level.ROW && given.when() != null) {
      problem.accept(
          given.location(),
          "'when' goes with row expectations, not with " + expectation.kind() + ".");
      return false;
    }
    if (expectation instanceof Unique unique) {
      if (given.nulls() == Nulls.FAIL) {
        problem.accept(
            given.location(),
            "unique passes rows without a value, so 'nulls: fail' goes not with it: leave it out, and ask for not_null of %s."
                .formatted(String.join(", ", unique.columns())));
        return false;
      }
      boolean divided =
          unique.against() != Against.TABLE || checkDivided("against", given.location());
      return divided && (unique.orderBy() == null || known(given, unique.orderBy()));
    }
    if (expectation instanceof Matches || expectation instanceof Length) {
      return text(given, expectation);
    }
    boolean compares = expectation instanceof InRange || expectation instanceof InSet;
    return !compares || comparable(given, expectation);
  }

  private boolean text(ExpectationYaml given, Expectation expectation) {
    String column = expectation.columns().get(0);
    if (!Arrays.asList(schema.fieldNames()).contains(column)
        || schema.apply(column).dataType() instanceof StringType) {
      return true;
    }
    problem.accept(
        given.location(),
        "%s looks at text, and column '%s' is of type %s."
            .formatted(expectation.kind(), column, schema.apply(column).dataType().simpleString()));
    return false;
  }

  /** The values given read as the column's type, and some value of it passes. */
  private boolean comparable(ExpectationYaml given, Expectation expectation) {
    String column = expectation.columns().get(0);
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      return true;
    }
    DataType type = schema.apply(column).dataType();
    if (expectation instanceof InRange range) {
      try {
        TypedRange.of(range, type);
      } catch (IllegalArgumentException e) {
        problem.accept(given.location(), String.valueOf(e.getMessage()));
        return false;
      }
      return true;
    }
    Optional<String> unread =
        ((InSet) expectation)
            .values().stream().filter(value -> !Literals.isOf(value, type)).findFirst();
    unread.ifPresent(
        value -> problem.accept(given.location(), Literals.unread(value, column, type)));
    return unread.isEmpty();
  }
}

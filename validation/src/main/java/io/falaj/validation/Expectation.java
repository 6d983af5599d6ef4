package io.falaj.validation;

import io.falaj.lineage.TableName;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset promises of its rows, its keys, or as a whole. A row expectation fails only on
 * false: null passes, except where {@link Check#nulls} says otherwise.
 */
public sealed interface Expectation
    permits DatasetExpectation,
        Expectation.Parsed,
        Expectation.Typed,
        Expectation.NotNull,
        Expectation.InRange,
        Expectation.InSet,
        Expectation.Matches,
        Expectation.Length,
        Expectation.Sql,
        Expectation.Unique,
        Expectation.References {

  /** What an expectation looks at. */
  enum Level {
    /** One row by itself. */
    ROW,
    /** A row's key among other rows. */
    KEY,
    /** All rows of an interval together. */
    DATASET
  }

  /** What it looks at. */
  default Level level() {
    return this instanceof Unique || this instanceof References ? Level.KEY : Level.ROW;
  }

  /** The columns whose values are shown where it fails. */
  List<String> columns();

  /** Its name in YAML. */
  String kind();

  /** The name of its check where none is given. */
  default String impliedName() {
    return columns().isEmpty() ? kind() : kind() + "_" + String.join("_", columns());
  }

  /** What it asks for, as a sentence for people. */
  String describe();

  /**
   * A value as it stands in a fingerprint, between others and the commas after them: in quotes
   * where it could be taken for two. All others stand bare, as they did before there were quotes.
   */
  private static String apart(String value) {
    return value.contains(",") || value.contains("\"")
        ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : value;
  }

  /** The record could be parsed: it has as many fields as the header. Implicit. */
  record Parsed() implements Expectation {
    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public String kind() {
      return "parsed";
    }

    @Override
    public String describe() {
      return "the record has as many fields as the header";
    }
  }

  /**
   * The column's text reads as its type, or its expression can be computed. Implicit.
   *
   * @param column the column
   * @param type of the contract
   */
  record Typed(String column, String type) implements Expectation {
    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public String kind() {
      return "type";
    }

    @Override
    public String describe() {
      return column + " reads as " + type;
    }
  }

  /**
   * There is a value; a NaN is one.
   *
   * @param column the column
   */
  record NotNull(String column) implements Expectation {
    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public String kind() {
      return "not_null";
    }

    @Override
    public String describe() {
      return column + " is not null";
    }
  }

  /**
   * A value lies between both ends, which belong to the range; NaN lies in none.
   *
   * @param column the column
   * @param min the least that passes, as it is written; null for no bound
   * @param max the greatest that passes, likewise
   */
  record InRange(String column, @Nullable String min, @Nullable String max) implements Expectation {
    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public String kind() {
      return "in_range";
    }

    @Override
    public String describe() {
      if (max == null) {
        return "%s >= %s".formatted(column, min);
      }
      return min == null
          ? "%s <= %s".formatted(column, max)
          : "%s between %s and %s, both included".formatted(column, min, max);
    }

    /** Part of a contract's fingerprint: no two ranges have one. */
    @Override
    public String toString() {
      return "InRange[column=%s, min=%s, max=%s]".formatted(column, end(min), end(max));
    }

    private static String end(@Nullable String value) {
      return "null".equals(value) ? "\"null\"" : value == null ? "null" : apart(value);
    }
  }

  /**
   * A value is one of some.
   *
   * @param column the column
   * @param values those that pass, as text
   */
  record InSet(String column, List<String> values) implements Expectation {
    public InSet {
      values = List.copyOf(values);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public String kind() {
      return "in_set";
    }

    @Override
    public String describe() {
      return "%s in (%s)".formatted(column, String.join(", ", values));
    }

    /** Part of a contract's fingerprint: no two lists of values have one. */
    @Override
    public String toString() {
      return "InSet[column=%s, values=%s]"
          .formatted(column, values.stream().map(Expectation::apart).toList());
    }
  }

  /**
   * A text matches a regular expression of Java from its beginning to its end.
   *
   * @param column the column
   * @param pattern the regular expression
   */
  record Matches(String column, String pattern) implements Expectation {
    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public String kind() {
      return "matches";
    }

    @Override
    public String describe() {
      return "%s matches %s from beginning to end".formatted(column, pattern);
    }

    /** The pattern that is found in a text if it matches from its beginning to its end. */
    String whole() {
      return "\\A(?:" + pattern + ")\\z";
    }
  }

  /**
   * A text has so many characters, both ends included.
   *
   * @param column the column
   * @param min the fewest that pass
   * @param max the most that pass
   */
  record Length(String column, OptionalInt min, OptionalInt max) implements Expectation {
    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public String kind() {
      return "length";
    }

    @Override
    public String describe() {
      return "%s has %s%s characters"
          .formatted(
              column,
              min.isPresent() ? "at least " + min.getAsInt() : "",
              (min.isPresent() && max.isPresent() ? " and " : "")
                  + (max.isPresent() ? "at most " + max.getAsInt() : ""));
    }
  }

  /**
   * A predicate of SQL over the row's columns is not false.
   *
   * @param predicate the predicate
   * @param columns those that it names
   */
  record Sql(String predicate, List<String> columns) implements Expectation {
    public Sql {
      columns = List.copyOf(columns);
    }

    @Override
    public String kind() {
      return "sql";
    }

    @Override
    public String impliedName() {
      return kind();
    }

    @Override
    public String describe() {
      return predicate;
    }
  }

  /**
   * No other row of the interval has the same values; of rows that have, all fail but the winner.
   * Against the table, besides, no interval before it has them in clean: what an earlier interval
   * holds there stays, and all rows of this one fail that have the same values. {@link
   * CleanHistory} tells why earlier ones alone are looked at, and when they are looked at again.
   *
   * <p>NaN equals itself here, and zero has no sign. Rows where one of the columns is null pass.
   *
   * @param columns the columns
   * @param winner which of the duplicates of an interval passes
   * @param orderBy column that the winner is chosen by; rows without a value there come behind all
   *     others, whichever wins, and the place in the file breaks ties
   * @param against what other rows are looked at
   */
  record Unique(List<String> columns, Winner winner, @Nullable String orderBy, Against against)
      implements Expectation {
    public Unique {
      columns = List.copyOf(columns);
    }

    /** What other rows are looked at. */
    public enum Against {
      /** Those of the interval. */
      INTERVAL,
      /** Those, and what clean holds of earlier intervals. */
      TABLE
    }

    /** Which of some duplicates passes. */
    public enum Winner {
      /** The one that comes first. */
      FIRST,
      /** The one that comes last. */
      LAST,
      /** None: all of them fail. */
      NONE
    }

    @Override
    public String kind() {
      return "unique";
    }

    @Override
    public String describe() {
      String rule =
          switch (winner) {
            case FIRST -> "the first passes";
            case LAST -> "the last passes";
            case NONE -> "none passes";
          };
      return "(%s) is there once in an interval%s; of duplicates %s%s%s"
          .formatted(
              String.join(", ", columns),
              against == Against.TABLE ? ", and in clean in none before it" : "",
              rule,
              orderBy == null ? "" : ", ordered by " + orderBy,
              against == Against.TABLE
                  ? ", and what clean holds of an earlier interval stays"
                  : "");
    }

    /** Part of a contract's fingerprint: of an interval alone, as it was when that was all. */
    @Override
    public String toString() {
      return "Unique[columns=%s, winner=%s, orderBy=%s%s]"
          .formatted(
              columns, winner, orderBy, against == Against.TABLE ? ", against=" + against : "");
    }
  }

  /**
   * The values are there in another table. Rows where one of the columns is null pass, except where
   * {@link Check#nulls} says otherwise.
   *
   * @param columns the columns
   * @param table the other table, read at its newest committed version
   * @param to its columns, in the same order
   */
  record References(List<String> columns, TableName table, List<String> to) implements Expectation {
    public References {
      columns = List.copyOf(columns);
      to = List.copyOf(to);
    }

    @Override
    public String kind() {
      return "references";
    }

    @Override
    public String describe() {
      return "(%s) is there in %s (%s)"
          .formatted(String.join(", ", columns), table, String.join(", ", to));
    }
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.falaj.validation.DatasetExpectation.Completeness;
import io.falaj.validation.Expectation.InRange;
import io.falaj.validation.Expectation.InSet;
import io.falaj.validation.Expectation.Length;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.Expectation.Matches;
import io.falaj.validation.Expectation.NotNull;
import io.falaj.validation.Expectation.Parsed;
import io.falaj.validation.Expectation.Sql;
import io.falaj.validation.Expectation.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/**
 * Row expectations as bits: bit i of the words is set where check i fails. Behind them stand the
 * bits of completeness, set where the value is missing, which make no row fail.
 */
final class RowChecks {

  /** Bits of a word; the sign bit is one of them. */
  static final int WORD = 64;

  private final Contract contract;
  private final List<Check> checks = new ArrayList<>();

  RowChecks(Contract contract) {
    this.contract = contract;
    checks.addAll(contract.checks(Level.ROW));
    contract.checks(Level.DATASET).stream()
        .filter(check -> check.expectation() instanceof Completeness)
        .forEach(checks::add);
  }

  /** What each bit is of, in order. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  /** Names of the columns that hold the bits. */
  List<String> words() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i * WORD < checks.size(); i++) {
      names.add(i == 0 ? "_failed" : "_failed_" + (i + 1));
    }
    return names;
  }

  /** The words of typed rows. */
  List<Column> bits() {
    List<Column> columns = new ArrayList<>();
    List<String> names = words();
    for (int w = 0; w < names.size(); w++) {
      Column word = lit(0L);
      for (int i = w * WORD; i < Math.min(checks.size(), (w + 1) * WORD); i++) {
        word = word.bitwiseOR(when(fails(checks.get(i)), lit(1L << i)).otherwise(lit(0L)));
      }
      columns.add(word.as(names.get(w)));
    }
    return columns;
  }

  /** Whether a row that has the words fails any check of this severity. */
  Column anyFailed(Severity severity) {
    Column any = lit(false);
    List<String> names = words();
    for (int w = 0; w < names.size(); w++) {
      long mask = 0;
      for (int i = w * WORD; i < Math.min(checks.size(), (w + 1) * WORD); i++) {
        boolean row = checks.get(i).expectation().level() == Level.ROW;
        mask |= row && checks.get(i).severity() == severity ? 1L << i : 0;
      }
      if (mask != 0) {
        any = any.or(col(names.get(w)).bitwiseAND(lit(mask)).notEqual(lit(0L)));
      }
    }
    return any;
  }

  /** Whether a row that has the words fails a check. */
  Column failed(Check check) {
    int i = checks.indexOf(check);
    return col(words().get(i / WORD)).bitwiseAND(lit(1L << i)).notEqual(lit(0L));
  }

  /** Whether a typed row fails a check; never null. */
  private Column fails(Check check) {
    Column readable = col("_text").isNull();
    if (check.expectation() instanceof Parsed) {
      return not(readable);
    } else if (check.expectation() instanceof Completeness completeness) {
      return col(completeness.column()).isNull();
    }
    Column failing = failing(check);
    if (check.when().isPresent()) {
      Column looked = Attempt.of(coalesce(expr(check.when().get()), lit(false)));
      failing = looked.isNull().or(looked.and(failing));
    }
    return readable.and(failing);
  }

  private Column failing(Check check) {
    Expectation expectation = check.expectation();
    boolean nullFails = check.nulls() == Nulls.FAIL;
    if (expectation instanceof Typed typed) {
      io.falaj.validation.Column column = contract.column(typed.column());
      return column.derived()
          ? col(TypedRows.attempt(column)).isNull()
          : col(TypedRows.text(column)).isNotNull().and(col(column.name()).isNull());
    } else if (expectation instanceof NotNull notNull) {
      io.falaj.validation.Column column = contract.column(notNull.column());
      return column.derived()
          ? col(TypedRows.attempt(column)).isNotNull().and(col(column.name()).isNull())
          : col(TypedRows.text(column)).isNull();
    }
    Optional<Column> predicate = predicate(expectation);
    if (predicate.isPresent()) {
      Column passes = Attempt.of(coalesce(predicate.get(), lit(!nullFails)));
      return not(coalesce(passes, lit(false)));
    }
    Column value = col(expectation.columns().get(0));
    return value.isNull().and(lit(nullFails)).or(coalesce(not(passes(expectation)), lit(false)));
  }

  /** What an expectation asks of a row, if that may throw; null of null. */
  static Optional<Column> predicate(Expectation expectation) {
    if (expectation instanceof Sql sql) {
      return Optional.of(expr(sql.predicate()));
    }
    if (expectation instanceof Matches matches) {
      Column text = col(matches.column());
      return Optional.of(
          BytePattern.of(matches.pattern())
              .map(pattern -> pattern.matching(text))
              .orElseGet(() -> text.rlike(matches.whole())));
    }
    return Optional.empty();
  }

  /** Whether a value passes; null of null. */
  private Column passes(Expectation expectation) {
    Column value = col(expectation.columns().get(0));
    DataType type = contract.column(expectation.columns().get(0)).type();
    if (expectation instanceof InRange range) {
      Column within = TypedRange.of(range, type).contains(value);
      boolean floating = type instanceof DoubleType || type instanceof FloatType;
      // Spark sorts NaN above every number: without this it would pass a range without an end.
      return value.isNull().or(floating ? not(isnan(value)).and(within) : within);
    } else if (expectation instanceof InSet set) {
      return value.isin(set.values().stream().map(text -> Literals.column(text, type)).toArray());
    } else if (expectation instanceof Length characters) {
      Column within = lit(true);
      if (characters.min().isPresent()) {
        within = within.and(length(value).geq(lit(characters.min().getAsInt())));
      }
      if (characters.max().isPresent()) {
        within = within.and(length(value).leq(lit(characters.max().getAsInt())));
      }
      return within;
    }
    throw new IllegalArgumentException("no row expectation: " + expectation);
  }
}

package io.falaj.validation;

import io.falaj.validation.DatasetExpectation.Completeness;
import io.falaj.validation.DatasetExpectation.Distinct;
import io.falaj.validation.DatasetExpectation.Fresh;
import io.falaj.validation.DatasetExpectation.Mean;
import io.falaj.validation.DatasetExpectation.Quantile;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.DatasetExpectation.Sum;
import io.falaj.validation.Expectation.InRange;
import io.falaj.validation.Expectation.InSet;
import io.falaj.validation.Expectation.Length;
import io.falaj.validation.Expectation.Matches;
import io.falaj.validation.Expectation.Sql;
import io.falaj.validation.Expectation.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Compares two expectations of one kind over the same columns, as far as that can be computed. */
final class ExpectationDiff {

  private final Contract contract;
  private final Shift shift;

  /** The columns' types are those of the contract. */
  ExpectationDiff(Contract contract, Shift shift) {
    this.contract = contract;
    this.shift = shift;
  }

  void compare(Expectation was, Expectation is) {
    if (was.equals(is)) {
      return;
    }
    if (was instanceof InRange old && is instanceof InRange now) {
      range(old, now);
    } else if (was instanceof InSet old && is instanceof InSet now) {
      set(old, now);
    } else if (was instanceof Length old && is instanceof Length now) {
      String of = "texts of " + now.column() + " with characters";
      shift.least(of, boxed(old.min()), boxed(now.min()), Object::toString);
      shift.greatest(of, boxed(old.max()), boxed(now.max()), Object::toString);
    } else if (was instanceof Matches old && is instanceof Matches now) {
      shift.untold("pattern %s -> %s".formatted(old.pattern(), now.pattern()));
    } else if (was instanceof Sql old && is instanceof Sql now) {
      shift.untold("%s -> %s".formatted(old.predicate(), now.predicate()));
    } else if (was instanceof Unique old && is instanceof Unique now) {
      unique(old, now);
    } else if (was instanceof DatasetExpectation && is instanceof DatasetExpectation) {
      dataset(was, is);
    } else {
      shift.untold(was.describe() + " -> " + is.describe());
    }
  }

  /** What both say of null, and of which rows. */
  void compareScope(Check was, Check is) {
    if (was.nulls() != is.nulls()) {
      if (is.nulls() == Nulls.FAIL) {
        shift.tightened("null");
      } else {
        shift.loosened("null");
      }
    }
    if (!was.when().equals(is.when())) {
      if (is.when().isEmpty()) {
        shift.tightened("rows where not (%s)".formatted(was.when().orElseThrow()));
      } else if (was.when().isEmpty()) {
        shift.loosened("rows where not (%s)".formatted(is.when().orElseThrow()));
      } else {
        shift.untold("when %s -> %s".formatted(was.when().orElseThrow(), is.when().orElseThrow()));
      }
    }
  }

  private void range(InRange was, InRange is) {
    DataType type = contract.column(is.column()).type();
    if (!readable(was, type)) {
      shift.untold(was.describe() + " -> " + is.describe());
      return;
    }
    shift.least(is.column(), end(was.min(), type), end(is.min(), type), End::text);
    shift.greatest(is.column(), end(was.max(), type), end(is.max(), type), End::text);
  }

  private static boolean readable(InRange range, DataType type) {
    return (range.min() == null || Literals.reads(range.min(), type))
        && (range.max() == null || Literals.reads(range.max(), type));
  }

  private static @Nullable End end(@Nullable String text, DataType type) {
    return text == null ? null : new End(text, Literals.value(text, type));
  }

  private void set(InSet was, InSet is) {
    List<String> gone = new ArrayList<>(was.values());
    gone.removeAll(is.values());
    List<String> fresh = new ArrayList<>(is.values());
    fresh.removeAll(was.values());
    if (!gone.isEmpty()) {
      shift.tightened("%s in (%s)".formatted(is.column(), String.join(", ", gone)));
    }
    if (!fresh.isEmpty()) {
      shift.loosened("%s in (%s)".formatted(is.column(), String.join(", ", fresh)));
    }
  }

  private void unique(Unique was, Unique is) {
    String earlier = "rows whose key clean holds in an earlier interval";
    if (was.against() == Unique.Against.TABLE && is.against() == Unique.Against.INTERVAL) {
      shift.loosened(earlier);
    } else if (was.against() == Unique.Against.INTERVAL && is.against() == Unique.Against.TABLE) {
      shift.tightened(earlier);
    }
    if (is.columns().containsAll(was.columns()) && was.columns().containsAll(is.columns())) {
      if (was.winner() != is.winner() || !java.util.Objects.equals(was.orderBy(), is.orderBy())) {
        shift.untold("which of duplicates passes: " + was.describe() + " -> " + is.describe());
      }
    } else if (was.columns().containsAll(is.columns())) {
      shift.tightened(
          "rows that differ in other columns than (%s) only"
              .formatted(String.join(", ", is.columns())));
    } else if (is.columns().containsAll(was.columns())) {
      shift.loosened(
          "rows that differ in other columns than (%s) only"
              .formatted(String.join(", ", was.columns())));
    } else {
      shift.untold(was.describe() + " -> " + is.describe());
    }
  }

  private void dataset(Expectation was, Expectation is) {
    if (was instanceof Completeness old && is instanceof Completeness now) {
      bounds("a share", new Bounds(old.min(), old.max()), new Bounds(now.min(), now.max()));
    } else if (was instanceof Mean old && is instanceof Mean now) {
      bounds("a mean", old.bounds(), now.bounds());
    } else if (was instanceof Quantile old
        && is instanceof Quantile now
        && old.share() == now.share()) {
      bounds("a quantile", old.bounds(), now.bounds());
    } else if (was instanceof Distinct old && is instanceof Distinct now) {
      bounds("a number of values", old.bounds(), now.bounds());
    } else if (was instanceof Fresh old && is instanceof Fresh now) {
      shift.greatest("a delay", old.within(), now.within(), Object::toString);
    } else if (was instanceof RowCount old && is instanceof RowCount now) {
      rows(old, now);
    } else if (was instanceof Sum old
        && is instanceof Sum now
        && old.total().compareTo(now.total()) == 0) {
      shift.greatest("a sum that is off by", old.tolerance(), now.tolerance(), Bounds::text);
    } else {
      shift.untold(was.describe() + " -> " + is.describe());
    }
  }

  private void rows(RowCount was, RowCount is) {
    shift.least("intervals with rows", boxed(was.min()), boxed(is.min()), Object::toString);
    shift.greatest("intervals with rows", boxed(was.max()), boxed(is.max()), Object::toString);
    Optional<RowCount.History> old = was.history();
    Optional<RowCount.History> now = is.history();
    if (old.isPresent() && now.isPresent() && old.get().intervals() != now.get().intervals()) {
      shift.untold(
          "the median of %d -> %d intervals"
              .formatted(old.get().intervals(), now.get().intervals()));
    } else {
      shift.greatest(
          "row counts that are off the median by a share",
          old.map(RowCount.History::tolerance).orElse(null),
          now.map(RowCount.History::tolerance).orElse(null),
          Bounds::text);
    }
  }

  private void bounds(String of, Bounds was, Bounds is) {
    Function<Double, String> text = Bounds::text;
    shift.least(of, boxed(was.min()), boxed(is.min()), text);
    shift.greatest(of, boxed(was.max()), boxed(is.max()), text);
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static @Nullable Integer boxed(java.util.OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }

  private static @Nullable Long boxed(java.util.OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  /** An end of a range, as it is written and as it compares. */
  private record End(String text, Comparable<Object> value) implements Comparable<End> {
    @Override
    public int compareTo(End other) {
      return value.compareTo(other.value);
    }
  }
}

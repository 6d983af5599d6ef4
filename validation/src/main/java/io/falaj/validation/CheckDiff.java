package io.falaj.validation;

import static io.falaj.validation.ContractChange.breaking;
import static io.falaj.validation.ContractChange.compatible;

import io.falaj.validation.ContractChange.Kind;
import io.falaj.validation.Expectation.NotNull;
import io.falaj.validation.Expectation.Parsed;
import io.falaj.validation.Expectation.Typed;
import io.falaj.validation.Expectation.Unique;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How two versions differ in their expectations. What columns and keys imply is told of columns and
 * keys.
 */
final class CheckDiff {

  private final Contract after;
  private final Map<String, Check> old;
  private final Map<String, Check> now;
  private final List<ContractChange> changes = new ArrayList<>();

  CheckDiff(Contract before, Contract after) {
    this.after = after;
    boolean sameKeys = before.keys().equals(after.keys());
    old = stated(before, sameKeys);
    now = stated(after, sameKeys);
  }

  private static Map<String, Check> stated(Contract contract, boolean sameKeys) {
    Map<String, Check> stated = new LinkedHashMap<>();
    for (Check check : contract.checks()) {
      Expectation expectation = check.expectation();
      boolean implied =
          expectation instanceof Parsed
              || expectation instanceof Typed
              || (expectation instanceof NotNull notNull
                  && contract.column(notNull.column()).nullRefused()
                  && check.equals(Check.implicit("not_null_" + notNull.column(), notNull)))
              || (isKey(check, contract) && !sameKeys);
      if (!implied) {
        stated.put(check.name(), check);
      }
    }
    return stated;
  }

  private static boolean isKey(Check check, Contract contract) {
    return check.expectation() instanceof Unique unique
        && check.equals(
            Check.implicit(
                "unique_" + String.join("_", contract.keys()),
                new Unique(contract.keys(), Unique.Winner.FIRST, null, unique.against())));
  }

  List<ContractChange> changes() {
    Map<String, String> renamed = renamed();
    for (Check check : now.values()) {
      Check was = old.get(check.name());
      if (was != null && comparable(was, check)) {
        compare(was, check);
      } else if (!renamed.containsValue(check.name())) {
        added(check);
      }
    }
    for (Check check : old.values()) {
      Check is = now.get(check.name());
      if (renamed.containsKey(check.name())) {
        changes.add(
            compatible(
                Kind.EXPECTATION_RENAMED,
                check.name(),
                "renamed, %s -> %s".formatted(check.name(), renamed.get(check.name())),
                "What it saw stands under the new name from now on."));
      } else if (is == null || !comparable(check, is)) {
        removed(check);
      }
    }
    if (changes.isEmpty() && !List.copyOf(old.keySet()).equals(List.copyOf(now.keySet()))) {
      changes.add(
          compatible(
              Kind.EXPECTATION_ORDER,
              "expectations",
              "in another order",
              "The same rows pass; the failure bits of raw are numbered anew."));
    }
    return changes;
  }

  private static boolean comparable(Check was, Check is) {
    boolean sameColumns =
        was.expectation().columns().equals(is.expectation().columns())
            || was.expectation() instanceof Unique
            || was.expectation() instanceof Expectation.Sql;
    return was.expectation().kind().equals(is.expectation().kind()) && sameColumns;
  }

  private Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>();
    for (Check was : old.values()) {
      if (!now.containsKey(was.name())) {
        now.values().stream()
            .filter(is -> !old.containsKey(is.name()) && !renamed.containsValue(is.name()))
            .filter(
                is ->
                    is.expectation().equals(was.expectation())
                        && is.severity() == was.severity()
                        && is.when().equals(was.when())
                        && is.nulls() == was.nulls())
            .findFirst()
            .ifPresent(is -> renamed.put(was.name(), is.name()));
      }
    }
    return renamed;
  }

  private void added(Check check) {
    String change = "added, %s: %s".formatted(check.severity(), check.expectation().describe());
    changes.add(
        check.severity() == Severity.WARN
            ? compatible(
                Kind.EXPECTATION_ADDED, check.name(), change, "It records, and sets nothing aside.")
            : breaking(
                Kind.EXPECTATION_ADDED,
                check.name(),
                change,
                "What does not meet it passed before, and " + consequence(check.severity())));
  }

  private void removed(Check check) {
    changes.add(
        compatible(
            Kind.EXPECTATION_REMOVED,
            check.name(),
            "removed, %s: %s".formatted(check.severity(), check.expectation().describe()),
            check.severity() == Severity.WARN
                ? "It only recorded."
                : "Nothing that passed fails; readers may meet what it kept out."));
  }

  private void compare(Check was, Check is) {
    Shift shift = new Shift();
    ExpectationDiff diff = new ExpectationDiff(after, shift);
    diff.compare(was.expectation(), is.expectation());
    diff.compareScope(was, is);
    if (!shift.tightened().isEmpty()) {
      change(
          is,
          Kind.EXPECTATION_TIGHTENED,
          "tightened: " + is.expectation().describe(),
          "What passed before could fail: %s;".formatted(String.join("; ", shift.tightened())));
    }
    if (!shift.untold().isEmpty()) {
      change(
          is,
          Kind.EXPECTATION_CHANGED,
          String.join("; ", shift.untold()),
          "The two cannot be compared, so what passed before could fail;");
    }
    if (!shift.loosened().isEmpty()) {
      changes.add(
          compatible(
              Kind.EXPECTATION_LOOSENED,
              is.name(),
              "loosened: " + is.expectation().describe(),
              "What failed before passes: %s.".formatted(String.join("; ", shift.loosened()))));
    }
    if (was.severity() != is.severity()) {
      severity(was, is);
    }
  }

  private void change(Check is, Kind kind, String change, String why) {
    changes.add(
        is.severity() == Severity.WARN
            ? compatible(kind, is.name(), change, why + " it only records.")
            : breaking(kind, is.name(), change, why + " " + consequence(is.severity())));
  }

  private void severity(Check was, Check is) {
    String change = was.severity() + " -> " + is.severity();
    changes.add(
        is.severity().compareTo(was.severity()) > 0
            ? breaking(
                Kind.SEVERITY,
                is.name(),
                change,
                "What does not meet it did less harm before; " + consequence(is.severity()))
            : compatible(
                Kind.SEVERITY,
                is.name(),
                change,
                "Nothing that passed fails; readers may meet what it kept out."));
  }

  private static String consequence(Severity severity) {
    return switch (severity) {
      case WARN -> "it is recorded.";
      case QUARANTINE -> "such rows are set aside.";
      case FAIL -> "an interval with such rows is refused.";
    };
  }
}

package io.falaj.validation;

import io.falaj.validation.DatasetYaml.ColumnYaml;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a dataset's file tell of a person, as {@link Contract#tellsOfAPerson} has it of
 * a contract. Those of a file may need themselves, or be computed from what is no expression.
 */
final class PersonalColumns {

  private final Map<String, ColumnYaml> columns;

  PersonalColumns(DatasetYaml yaml) {
    this.columns = yaml.columns();
  }

  /** Whether a column relates to a person, or is computed from one that does. */
  boolean has(String name) {
    Set<String> reached = new HashSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(name));
    while (!left.isEmpty()) {
      String next = left.remove();
      ColumnYaml column = columns.get(next);
      if (column != null && reached.add(next)) {
        if (column.personal() != null) {
          return true;
        }
        left.addAll(uses(column));
      }
    }
    return false;
  }

  private static List<String> uses(ColumnYaml column) {
    if (column.expression() == null) {
      return List.of();
    }
    try {
      return SqlExpression.parse(column.expression()).columns();
    } catch (IllegalArgumentException e) {
      // That it cannot be used is a problem of its own, and told as such.
      return List.of();
    }
  }
}

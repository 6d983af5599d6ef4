package io.falaj.validation;

import static io.falaj.validation.ContractChange.breaking;
import static io.falaj.validation.ContractChange.compatible;

import io.falaj.lineage.SchemaEvolution;
import io.falaj.validation.ContractChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How two versions differ in their columns. */
final class ColumnDiff {

  private final Contract before;
  private final Contract after;
  private final Map<String, Column> old = new LinkedHashMap<>();
  private final Map<String, Column> now = new LinkedHashMap<>();
  private final List<ContractChange> changes = new ArrayList<>();

  ColumnDiff(Contract before, Contract after) {
    this.before = before;
    this.after = after;
    before.columns().forEach(column -> old.put(column.name(), column));
    after.columns().forEach(column -> now.put(column.name(), column));
  }

  List<ContractChange> changes() {
    Map<String, String> renamed = renamed(old, now);
    for (Column column : now.values()) {
      Column was = old.get(column.name());
      if (was != null) {
        column(was, column);
      } else if (!renamed.containsValue(column.name())) {
        added(column);
      }
    }
    for (Column column : old.values()) {
      String name = renamed.get(column.name());
      Column is = name == null ? null : now.get(name);
      if (is != null) {
        renamed(column, is);
      } else if (!now.containsKey(column.name())) {
        removed(column);
      }
    }
    order(renamed);
    return changes;
  }

  /**
   * New name by old name: of a column that is gone and the only new one with its type that comes
   * from the same column of the source, or is computed alike.
   */
  static Map<String, String> renamed(Map<String, Column> old, Map<String, Column> now) {
    Map<String, String> renamed = new LinkedHashMap<>();
    for (Column was : old.values()) {
      List<Column> alike =
          now.values().stream()
              .filter(column -> !old.containsKey(column.name()))
              .filter(column -> column.origin().identity().equals(was.origin().identity()))
              .filter(column -> column.type().equals(was.type()))
              .toList();
      if (!now.containsKey(was.name()) && alike.size() == 1) {
        renamed.put(was.name(), alike.get(0).name());
      }
    }
    return renamed;
  }

  private void added(Column column) {
    String type = column.type().simpleString();
    String files =
        column.derived() ? "" : " Files of csv, parquet and avro must have it from now on.";
    changes.add(
        column.nullRefused()
            ? breaking(
                Kind.COLUMN_ADDED,
                column.name(),
                "added, %s, not null".formatted(type),
                "Rows that are there have no value of it, and the lake refuses to add it to %s: make"
                        .formatted(after.clean())
                    + " it nullable, or write to another lake."
                    + files)
            : compatible(
                Kind.COLUMN_ADDED,
                column.name(),
                "added, %s, nullable".formatted(type),
                "The tables get it, and it is null in rows that are there." + files));
  }

  private void removed(Column column) {
    changes.add(
        breaking(
            Kind.COLUMN_REMOVED,
            column.name(),
            "removed, it was " + column.type().simpleString(),
            "Readers would lose it, and the lake refuses to take it out of %s: keep it, nullable if"
                    .formatted(after.clean())
                + " there is nothing to put in, or write to another lake."));
  }

  private void renamed(Column was, Column is) {
    changes.add(
        breaking(
            Kind.COLUMN_RENAMED,
            was.name(),
            "renamed, %s -> %s".formatted(was.name(), is.name()),
            "Readers by the old name would lose it, and the lake refuses to take it out of %s: keep"
                    .formatted(after.clean())
                + " the old one beside the new, nullable, or write to another lake."));
    traits(was, is);
  }

  private void column(Column was, Column is) {
    if (!was.type().equals(is.type())) {
      type(was, is);
    }
    if (!was.origin().identity().equals(is.origin().identity())) {
      changes.add(
          breaking(
              Kind.COLUMN_ORIGIN,
              is.name(),
              was.origin().identity() + " -> " + is.origin().identity(),
              "Its values are others from now on; rows that are there keep theirs until they are"
                  + " ingested anew."));
    }
    traits(was, is);
  }

  private void type(Column was, Column is) {
    String change = was.type().simpleString() + " -> " + is.type().simpleString();
    boolean wider = SchemaEvolution.widens(was.type(), is.type());
    boolean rounds =
        SchemaEvolution.roundsStatistics(was.type()) && before.statsColumns().contains(was.name());
    if (wider && !rounds) {
      changes.add(
          compatible(
              Kind.TYPE_WIDENED,
              is.name(),
              change,
              "Every value of the one type is a value of the other: %s takes the wider one, and"
                      .formatted(after.clean())
                  + " rows that are there are read as it. Programs that read it without Falaj must"
                  + " know Delta's feature typeWidening; a feature view whose values get another"
                  + " type needs another version."));
      return;
    }
    changes.add(
        breaking(
            wider ? Kind.TYPE_WIDENED : Kind.TYPE_CHANGED,
            is.name(),
            change,
            (wider
                    ? "Every value of the one type is a value of the other, but the log tells extremes"
                        + " of files in the narrow one, so that rows would be passed over, and the"
                        + " lake refuses"
                    : "Values of the one type are not all values of the other, and the lake refuses")
                + " to change a column's type in %s: give the new one another name, or write to"
                    .formatted(after.clean())
                + " another lake."));
  }

  private void traits(Column was, Column is) {
    if (was.nullRefused() != is.nullRefused()) {
      changes.add(
          is.nullRefused()
              ? breaking(
                  Kind.NULLABLE,
                  is.name(),
                  "nullable -> not null",
                  "Rows without a value are set aside from now on; those that are there stay.")
              : compatible(
                  Kind.NULLABLE,
                  is.name(),
                  "not null -> nullable",
                  "Nothing that passed fails; readers may meet null from now on."));
    }
    personal(was, is);
    if (!was.unit().equals(is.unit())) {
      changes.add(
          compatible(
              Kind.COLUMN_UNIT,
              is.name(),
              "unit '%s' -> '%s'".formatted(was.unit(), is.unit()),
              "Nothing is computed from it; see that the values are of that unit."));
    }
  }

  private void personal(Column was, Column is) {
    String old = was.personal().map(YamlText::of).orElse("none");
    String now = is.personal().map(YamlText::of).orElse("none");
    if (old.equals(now)) {
      return;
    }
    changes.add(
        is.personal().isPresent()
            ? compatible(
                Kind.PERSONAL,
                is.name(),
                "personal %s -> %s".formatted(old, now),
                "Profiles and file statistics written from now on keep no value of it; tables,"
                    + " statistics and profiles that are there hold the values in clear.")
            : breaking(
                Kind.PERSONAL,
                is.name(),
                "personal %s -> none".formatted(old),
                "Its values are written to profiles, and to file statistics where it is a key, and"
                    + " cannot be taken back from there."));
  }

  private void order(Map<String, String> renamed) {
    List<String> before =
        old.keySet().stream()
            .map(name -> renamed.getOrDefault(name, name))
            .filter(now::containsKey)
            .toList();
    List<String> then = now.keySet().stream().filter(before::contains).toList();
    if (!before.equals(then)) {
      changes.add(
          compatible(
              Kind.COLUMN_ORDER,
              "columns",
              "in another order",
              "Tables that are there keep their order; readers by name see the same."));
    }
  }
}

package io.falaj.validation;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SchemaEvolution;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Expectation.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The tables that a contract's references name. */
final class ReferencedTables {

  private ReferencedTables() {}

  /**
   * Each at its newest committed version.
   *
   * @throws FalajException.Configuration if one is not there, or has no columns that those of the
   *     contract can be held against; nothing is written then
   */
  static Map<TableName, TableVersion> pin(Lake lake, Contract contract) {
    Map<TableName, TableVersion> pinned = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (TableName table : contract.references()) {
      TableVersion version = lake.pin(table);
      problems.addAll(problems(contract, table, lake.schema(version)));
      pinned.put(table, version);
    }
    if (!problems.isEmpty()) {
      throw new FalajException.Configuration(String.join("\n", problems));
    }
    return pinned;
  }

  /** What is wrong with the references to a table that has these columns, as sentences. */
  static List<String> problems(Contract contract, TableName table, StructType has) {
    List<String> problems = new ArrayList<>();
    for (Check check : contract.checks()) {
      if (check.expectation() instanceof References references
          && references.table().equals(table)) {
        for (int i = 0; i < references.columns().size(); i++) {
          Column column = contract.column(references.columns().get(i));
          String to = references.to().get(i);
          String what = "'%s' of dataset '%s'".formatted(check.name(), contract.dataset());
          if (!List.of(has.fieldNames()).contains(to)) {
            problems.add(
                "%s names column '%s' of %s, which has none.%s"
                    .formatted(what, to, table, Problems.suggest(to, List.of(has.fieldNames()))));
          } else if (!comparable(column.type(), has.apply(to).dataType())) {
            problems.add(
                "%s holds column '%s', of type %s, against '%s' of %s, of type %s, and neither type has the values of the other: give both one type."
                    .formatted(
                        what,
                        column.name(),
                        column.type().simpleString(),
                        to,
                        table,
                        has.apply(to).dataType().simpleString()));
          }
        }
      }
    }
    return problems;
  }

  private static boolean comparable(DataType one, DataType other) {
    return one.equals(other)
        || SchemaEvolution.widens(one, other)
        || SchemaEvolution.widens(other, one);
  }
}

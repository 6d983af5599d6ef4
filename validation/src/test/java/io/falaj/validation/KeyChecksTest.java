package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key expectations on keys that pass, that fail, on null, and on no rows. */
class KeyChecksTest {

  private static final String HEAD =
      """
      dataset: d
      source: {format: csv, path: d.csv}
      keys: [id]
      partition: whole
      columns:
        id: {type: string}
        k: {type: int, nullable: true}
        v: {type: int, nullable: true}
      """;

  private static final StructType TYPED =
      new StructType()
          .add("id", "string")
          .add("k", "int")
          .add("v", "int")
          .add(Sources.ROW, "string")
          .add(Sources.SOURCE, "string")
          .add(Sources.TEXT, "string")
          .add(TableSpec.INTERVAL, "string");

  private final Lake lake;

  KeyChecksTest(@TempDir Path folder) {
    lake = TestLake.in(folder).open();
  }

  /** The names of the checks that each row of k and v fails, in the order of the rows. */
  private List<Set<String>> failing(
      List<@Nullable Integer[]> rows, List<Integer> referenced, String... expectations) {
    List<Row> typed = new ArrayList<>();
    for (@Nullable Integer[] row : rows) {
      int i = typed.size();
      typed.add(RowFactory.create("r" + i, row[0], row[1], "sha:" + i, "d.csv", null, "whole"));
    }
    List<Row> others = referenced.stream().map(n -> RowFactory.create(n.longValue())).toList();
    Dataset<Row> other = lake.dataset(others, new StructType().add("n", "bigint"));
    KeyChecks checks = new KeyChecks(CheckedRows.contract(HEAD, expectations));
    List<Set<String>> failing = new ArrayList<>();
    rows.forEach(row -> failing.add(new TreeSet<>()));
    for (Row row : checks.failures(lake.dataset(typed, TYPED), unused -> other).collectAsList()) {
      int i = Integer.parseInt(row.getString(0).substring("sha:".length()));
      for (int bit = 0; bit < checks.checks().size(); bit++) {
        if ((row.getLong(2) >>> bit & 1) == 1) {
          failing.get(i).add(checks.checks().get(bit).name());
        }
      }
    }
    return failing;
  }

  private static @Nullable Integer[] row(@Nullable Integer k, @Nullable Integer v) {
    return new @Nullable Integer[] {k, v};
  }

  private static final String REFERENCES =
      "{references: {columns: [k], table: clean.o, to: [n]}, severity: WARN}";

  private static final String STRICT =
      "{name: strict, references: {columns: [k], table: clean.o, to: [n]}, nulls: fail, severity:"
          + " WARN}";

  private static final String[] ALL = {
    "{name: first, unique: {columns: [k], order_by: v}, severity: WARN}",
    "{name: last, unique: {columns: [k], winner: last, order_by: v}, severity: WARN}",
    "{name: none, unique: {columns: [k], winner: none}, severity: WARN}",
    REFERENCES,
    STRICT
  };

  @Test
  void aRowWithoutAnOrderWinsOnlyAmongItsLikeAndNullIsNoReferenceOnlyIfItSaysSo() {
    assertThat(
            failing(
                List.of(
                    row(1, null),
                    row(1, 3),
                    row(1, 2),
                    row(1, 3),
                    row(2, 9),
                    row(3, null),
                    row(3, null),
                    row(null, 1),
                    row(null, 1)),
                List.of(1, 1, 3),
                ALL))
        .containsExactly(
            Set.of("first", "last", "none"),
            Set.of("first", "last", "none"),
            Set.of("last", "none"),
            Set.of("first", "none"),
            Set.of("references_k", "strict"),
            Set.of("last", "none"),
            Set.of("first", "none"),
            Set.of("strict"),
            Set.of("strict"));
  }

  @Test
  void ofNoRowsNoneFailsAndToNoRowsNoneRefers() {
    assertThat(failing(List.of(), List.of(1), ALL)).isEmpty();
    assertThat(failing(List.of(row(1, 1), row(null, 1)), List.of(), REFERENCES, STRICT))
        .containsExactly(Set.of("references_k", "strict"), Set.of("strict"));
  }
}

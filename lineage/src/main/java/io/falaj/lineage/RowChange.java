package io.falaj.lineage;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Some of a table's rows go, and others may come: the same ones whenever it is asked. */
interface RowChange {

  /** Those of a table's rows that go. */
  Dataset<Row> going(Dataset<Row> rows);

  /** Those of a table's rows that stay. */
  Dataset<Row> staying(Dataset<Row> rows);

  /** The rows that come. */
  Optional<Dataset<Row>> coming();
}

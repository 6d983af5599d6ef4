package io.falaj.validation;

import io.falaj.lineage.JdbcDatabase;
import io.falaj.lineage.JdbcSource;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceSnapshot;
import java.util.function.Function;

/** Opens the tables outside the lake that datasets come from. */
final class SourceTables {

  private final Lake lake;
  private final Function<String, JdbcDatabase> connections;

  SourceTables(Lake lake, Function<String, JdbcDatabase> connections) {
    this.lake = lake;
    this.connections = connections;
  }

  /**
   * What a dataset's table holds now.
   *
   * @param folder what the source's path is relative to
   */
  SourceSnapshot snapshot(Contract contract, String folder) {
    if (contract.source() instanceof Source.DeltaTable table) {
      return lake.sources().delta(table.place(folder));
    } else if (contract.source() instanceof Source.DatabaseTable table) {
      return lake.sources()
          .snapshot(
              new JdbcSource(
                  connections.apply(table.connection()),
                  table.table(),
                  table.watermark(),
                  table.fetchSize(),
                  table.ranges()));
    }
    throw new IllegalArgumentException(contract.dataset() + " comes from files");
  }
}

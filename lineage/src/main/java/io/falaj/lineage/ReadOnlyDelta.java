package io.falaj.lineage;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.delta.DeltaTimeTravelSpec;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import scala.Option;

/** A version of a Delta table with Delta's own pruning and vectorized scan, and no way to write. */
final class ReadOnlyDelta extends DeltaTableV2 {

  private final TableVersion version;

  private ReadOnlyDelta(DeltaTables tables, TableVersion version) {
    super(
        tables.session(),
        tables.folders().table(version.table()),
        Option.empty(),
        Option.apply(version.table().toString()),
        Option.apply(
            new DeltaTimeTravelSpec(
                Option.empty(), Option.apply((Object) version.version()), Option.apply("falaj"))),
        Scala.map(Map.<String, String>of()));
    this.version = version;
  }

  static ReadOnlyDelta at(DeltaTables tables, TableVersion version) {
    return new ReadOnlyDelta(tables, version);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ, TableCapability.V1_BATCH_WRITE);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    throw new FalajException.Configuration(
        "Cannot write to %s: the lake is read-only in SQL. The steps of a pipeline are what writes."
            .formatted(version.table()));
  }
}

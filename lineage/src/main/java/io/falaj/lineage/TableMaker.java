package io.falaj.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Creates tables as their specification says, and checks those that are there. */
final class TableMaker {

  static final String PIPELINE = "falaj.pipeline";

  /** Zones whose tables all pipelines write. */
  private static final Set<Zone> SHARED = Set.of(Zone.MODELS, Zone.MONITORING, Zone.LINEAGE);

  private final DeltaTables tables;
  private final LakeSettings settings;
  private final RunContext run;
  private final LakeFormat format;

  TableMaker(DeltaTables tables, LakeSettings settings, RunContext run, LakeFormat format) {
    this.tables = tables;
    this.settings = settings;
    this.run = run;
    this.format = format;
  }

  /** Makes the table if it is not there; refuses one that another pipeline owns. */
  Snapshot ensure(TableSpec spec) {
    Snapshot snapshot = tables.newest(spec.name());
    if (snapshot.version() < 0) {
      create(spec);
      snapshot = tables.newest(spec.name());
    }
    checkOwner(spec.name(), snapshot.metadata());
    return snapshot;
  }

  private void create(TableSpec spec) {
    try {
      tables.with(
          () -> {
            OptimisticTransaction txn = begin(spec);
            return txn.readVersion() >= 0
                ? txn.readVersion()
                : txn.commit(
                    Scala.seq(List.<Action>of()),
                    new DeltaOperations.CreateTable(txn.metadata(), false, false, Option.empty()));
          });
    } catch (DeltaConcurrentModificationException e) {
      // Another run made it first: that is as good, provided that it is there now.
      if (tables.newest(spec.name()).version() < 0) {
        throw e;
      }
    } catch (Exception e) { // Scala throws checked ones too
      throw IoFailure.of("create table " + spec.name(), e);
    }
  }

  /**
   * A transaction over the newest version, which also gives the table the columns that it lacks.
   * Where there is no table, its commit makes it: a write that is abandoned leaves none.
   */
  OptimisticTransaction begin(TableSpec spec) {
    OptimisticTransaction txn = tables.transaction(spec.name());
    if (txn.readVersion() < 0) {
      format.create();
      txn.updateMetadataForNewTable(metadata(spec, txn.metadata()));
    } else {
      checkOwner(spec.name(), txn.metadata());
      evolve(spec, txn);
    }
    return txn;
  }

  private Metadata metadata(TableSpec spec, Metadata base) {
    return base.copy(
        base.id(),
        spec.name().table(),
        spec.description(),
        base.format(),
        nullable(spec.schema()).json(),
        Scala.seq(spec.partitionBy()),
        Scala.map(properties(spec)),
        Option.apply((Object) settings.clock().instant().toEpochMilli()));
  }

  private static StructType nullable(StructType schema) {
    return schema.asNullable();
  }

  private Map<String, String> properties(TableSpec spec) {
    Map<String, String> all = new LinkedHashMap<>(spec.properties());
    String retention = "interval %d hours".formatted(settings.logRetention().toHours());
    all.putIfAbsent("delta.logRetentionDuration", retention);
    all.putIfAbsent("delta.enableDeletionVectors", "false");
    all.putIfAbsent("delta.checkpointInterval", "50");
    List<String> stats = new ArrayList<>(spec.statsColumns());
    stats.removeAll(spec.partitionBy());
    if (stats.isEmpty()) {
      all.putIfAbsent("delta.dataSkippingNumIndexedCols", "0");
    } else {
      all.putIfAbsent("delta.dataSkippingStatsColumns", String.join(",", stats));
    }
    if (!SHARED.contains(spec.name().zone())) {
      all.put(PIPELINE, run.pipeline());
    }
    return all;
  }

  private void checkOwner(TableName table, Metadata metadata) {
    Option<String> owner = metadata.configuration().get(PIPELINE);
    if (owner.isDefined() && !owner.get().equals(run.pipeline())) {
      throw new FalajException.Configuration(
          ("Table %s belongs to pipeline '%s', and pipeline '%s' defines it too. A lake is one"
                  + " namespace: rename the table in one of them.")
              .formatted(table, owner.get(), run.pipeline()));
    }
  }

  /**
   * Adds the columns that the table lacks to what the transaction is to commit.
   *
   * @throws FalajException.Configuration if the table has a column of another type, or other
   *     partitions
   */
  static void evolve(TableSpec spec, OptimisticTransaction txn) {
    Metadata now = txn.metadata();
    List<String> partitions = Scala.list(now.partitionColumns());
    if (!partitions.equals(spec.partitionBy())) {
      // Rows would be looked for where they are not, and stay beside those that replace them.
      throw new FalajException.Configuration(
          "Table %s is partitioned by %s, and the definition now says %s. Set it back, or write to another lake."
              .formatted(spec.name(), partitions, spec.partitionBy()));
    }
    StructType evolved = evolved(spec.name(), now.schema(), spec.schema());
    if (evolved != null) {
      txn.updateMetadata(
          now.copy(
              now.id(),
              now.name(),
              now.description(),
              now.format(),
              evolved.json(),
              now.partitionColumns(),
              now.configuration(),
              now.createdTime()),
          false);
    }
  }

  /** The table's schema with new columns behind, or null where there is none to add. */
  private static @Nullable StructType evolved(TableName table, StructType now, StructType wanted) {
    StructType result = now;
    for (StructField field : wanted.fields()) {
      StructField existing =
          List.of(now.fields()).stream()
              .filter(column -> column.name().equals(field.name()))
              .findFirst()
              .orElse(null);
      if (existing == null) {
        result = result.add(field.name(), field.dataType().asNullable(), true, field.metadata());
      } else if (!existing.dataType().asNullable().equals(field.dataType().asNullable())) {
        throw new FalajException.Configuration(
            ("Column %s of table %s is %s, and the definition now makes it %s. Give the new one"
                    + " another name, or write to another lake.")
                .formatted(
                    field.name(),
                    table,
                    existing.dataType().simpleString(),
                    field.dataType().simpleString()));
      }
    }
    return result.size() == now.size() ? null : result;
  }
}

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
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Creates tables as their specification says, and checks those that are there. */
final class TableMaker {

  static final String PIPELINE = "falaj.pipeline";

  private static final String STATISTICS = "delta.dataSkippingStatsColumns";

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
    format.checkResidency();
    Snapshot snapshot = tables.newest(spec.name());
    if (snapshot.version() < 0) {
      create(spec);
      snapshot = tables.newest(spec.name());
    }
    checkOwner(spec.name(), snapshot.metadata());
    return snapshot;
  }

  /** How the columns of a table that is there change with a transaction. */
  static List<SchemaChange> schemaChanges(OptimisticTransaction txn) {
    return txn.readVersion() < 0
        ? List.of()
        : SchemaChange.between(txn.snapshot().metadata().schema(), txn.metadata().schema());
  }

  /**
   * Checks that a table can become what it is to look like, and writes nothing.
   *
   * @throws FalajException.Configuration if it cannot, or another pipeline owns it
   */
  void check(TableSpec spec) {
    Snapshot snapshot = tables.newest(spec.name());
    if (snapshot.version() >= 0) {
      checkOwner(spec.name(), snapshot.metadata());
      evolution(spec, snapshot.metadata());
    }
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
    format.checkResidency();
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
      all.putIfAbsent(STATISTICS, String.join(",", stats));
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
   * Adds the columns that the table lacks, and the wider types, to what the transaction is to
   * commit.
   *
   * @throws FalajException.Configuration if the table cannot become so, or has other partitions
   */
  static void evolve(TableSpec spec, OptimisticTransaction txn) {
    Metadata now = txn.metadata();
    SchemaEvolution evolved = evolution(spec, now);
    if (evolved.schema().size() > now.schema().size() || evolved.widens()) {
      txn.updateMetadata(
          now.copy(
              now.id(),
              now.name(),
              now.description(),
              now.format(),
              evolved.schema().json(),
              now.partitionColumns(),
              evolved.widens() ? widening(now) : now.configuration(),
              now.createdTime()),
          false);
    }
  }

  private static SchemaEvolution evolution(TableSpec spec, Metadata now) {
    List<String> partitions = Scala.list(now.partitionColumns());
    if (!partitions.equals(spec.partitionBy())) {
      // Rows would be looked for where they are not, and stay beside those that replace them.
      throw new FalajException.Configuration(
          "Table %s is partitioned by %s, and the definition now says %s. Set it back, or write to another lake."
              .formatted(spec.name(), partitions, spec.partitionBy()));
    }
    Option<String> statistics = now.configuration().get(STATISTICS);
    return SchemaEvolution.of(
        spec,
        now.schema(),
        statistics.isDefined() ? List.of(statistics.get().split(",", -1)) : List.of());
  }

  /** A feature that readers have to know, so that only tables which need it have it. */
  private static scala.collection.immutable.Map<String, String> widening(Metadata now) {
    Map<String, String> all = new LinkedHashMap<>(Scala.map(now.configuration()));
    all.put("delta.enableTypeWidening", "true");
    return Scala.map(all);
  }
}

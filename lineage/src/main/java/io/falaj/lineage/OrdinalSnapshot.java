package io.falaj.lineage;

import java.util.List;
import org.apache.spark.sql.delta.DeletionVectorsTableFeature$;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.SnapshotDescriptor;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.Protocol;
import scala.Option;

/**
 * A snapshot whose rows tell their ordinals in their files: Delta shows them only where rows can be
 * deleted within a file, so every table is read as one where they can.
 */
record OrdinalSnapshot(Snapshot snapshot) implements SnapshotDescriptor {

  /** From these versions on, a protocol names its features. */
  private static final Protocol DELETING =
      Protocol.apply(3, 7).withFeature(DeletionVectorsTableFeature$.MODULE$);

  @Override
  public DeltaLog deltaLog() {
    return snapshot.deltaLog();
  }

  @Override
  public long version() {
    return snapshot.version();
  }

  @Override
  public Metadata metadata() {
    return snapshot.metadata();
  }

  @Override
  public Protocol protocol() {
    return DELETING.merge(Scala.seq(List.of(snapshot.protocol())));
  }

  @Override
  public Option<Object> numOfFilesIfKnown() {
    return snapshot.numOfFilesIfKnown();
  }

  @Override
  public Option<Object> sizeInBytesIfKnown() {
    return snapshot.sizeInBytesIfKnown();
  }
}

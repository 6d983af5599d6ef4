package io.falaj.features.pit;

import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Rows of events in the order of {@link EventReader#compareRows}; begins before the first one. */
interface EventCursor {

  /** Moves to the next row; the one before may be overwritten. */
  boolean advance();

  /** The row it stands on; null before the first and after the last. */
  @Nullable InternalRow row();
}

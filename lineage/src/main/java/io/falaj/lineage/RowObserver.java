package io.falaj.lineage;

import java.io.Serializable;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Looks at every row on its way to the table, in the job that writes it: one state per partition,
 * merged at the end in the order of the partitions. A partition that is tried again counts once.
 *
 * @param <S> what was seen so far
 */
public interface RowObserver<S extends Serializable> extends Serializable {

  /**
   * Names of columns that rows on their way to a table bring along, and the table does not get. A
   * run that takes up what one that died has written cannot show them.
   */
  default Set<String> beside() {
    return Set.of();
  }

  /** The state of a partition before its first row. */
  S open(StructType schema);

  /** Adds a row; it is valid only during the call: copy what is kept. */
  void observe(S state, InternalRow row);

  /** Both states together; may change and return either. */
  S merge(S left, S right);
}

package io.falaj.lineage;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.Option;
import scala.collection.immutable.Map;

/** What the rows of a write do to those that are there. */
enum WriteKind {
  APPEND,
  REPLACE,
  MERGE,
  DELETE;

  String operation() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For messages: what a write does, before the name of its table. */
  String doing() {
    return switch (this) {
      case APPEND, REPLACE -> "write to";
      case MERGE -> "merge into";
      case DELETE -> "delete from";
    };
  }

  /** Whether rows that are there are kept, so that the write depends on what they are. */
  boolean keepsRows() {
    return this != REPLACE;
  }

  /** Whether only some of an interval's rows go: files are rewritten, or stay. */
  boolean rewrites() {
    return this == MERGE || this == DELETE;
  }

  /**
   * How Delta's history names it. Of a merge or delete it tells the partitions and never the keys
   * or the predicate: a value that is to go must not stay in the log.
   */
  DeltaOperations.Operation delta(
      List<String> partitionBy, Option<String> predicate, Option<Expression> parsed, String meta) {
    return switch (this) {
      case APPEND, REPLACE ->
          new DeltaOperations.Write(
              this == REPLACE ? SaveMode.Overwrite : SaveMode.Append,
              Option.apply(Scala.seq(partitionBy)),
              predicate,
              Option.apply(meta));
      case MERGE -> new Merge(parsed, Option.apply(meta));
      case DELETE -> new Delete(parsed, Option.apply(meta));
    };
  }

  // Delta's own take user metadata from the session and count rows with metrics of its commands.

  private static final class Merge extends DeltaOperations.Merge {
    private final Option<String> meta;

    Merge(Option<Expression> predicate, Option<String> meta) {
      super(
          predicate,
          Option.empty(),
          Option.empty(),
          Option.empty(),
          Scala.seq(List.of(new DeltaOperations.MergePredicate(Option.empty(), "update"))),
          Scala.seq(List.of(new DeltaOperations.MergePredicate(Option.empty(), "insert"))),
          Scala.seq(List.of()));
      this.meta = meta;
    }

    @Override
    public Option<String> userMetadata() {
      return meta;
    }

    @Override
    public Map<String, String> transformMetrics(Map<String, SQLMetric> metrics) {
      return Scala.map(java.util.Map.<String, String>of());
    }
  }

  private static final class Delete extends DeltaOperations.Delete {
    private final Option<String> meta;

    Delete(Option<Expression> predicate, Option<String> meta) {
      super(predicate.toList());
      this.meta = meta;
    }

    @Override
    public Option<String> userMetadata() {
      return meta;
    }

    @Override
    public Map<String, String> transformMetrics(Map<String, SQLMetric> metrics) {
      return Scala.map(java.util.Map.<String, String>of());
    }
  }
}

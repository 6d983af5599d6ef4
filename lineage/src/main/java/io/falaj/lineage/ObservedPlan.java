package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * A place in a plan where somebody looks at all rows and passes them on as they are: no rule moves
 * anything past it, and none of its columns is left out.
 */
final class ObservedPlan extends LogicalPlan {

  private static final long serialVersionUID = 1;

  /** Who looks: gets the number of a partition and its rows, and gives the same rows. */
  interface Watch extends Function2<Integer, Iterator<InternalRow>, Iterator<InternalRow>> {}

  private final LogicalPlan child;
  private final Watch watch;

  ObservedPlan(LogicalPlan child, Watch watch) {
    this.child = child;
    this.watch = watch;
  }

  /** Lets a session run such plans. */
  static void allow(SparkSession session) {
    List<SparkStrategy> strategies = new ArrayList<>();
    strategies.add(new Strategy());
    strategies.addAll(Scala.list(session.experimental().extraStrategies()));
    session.experimental().extraStrategies_$eq(Scala.seq(strategies));
  }

  @Override
  public Seq<Attribute> output() {
    return child.output();
  }

  @Override
  public AttributeSet references() {
    return child.outputSet();
  }

  /** None: asked for, they would be put before the columns that are looked at by their place. */
  @Override
  public Seq<Attribute> metadataOutput() {
    return Scala.seq(List.of());
  }

  @Override
  public Seq<LogicalPlan> children() {
    return Scala.seq(List.of(child));
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
    return new ObservedPlan(children.apply(0), watch);
  }

  /** Spark's own calls a public constructor of a public class. */
  @Override
  public LogicalPlan clone() {
    ObservedPlan copy = new ObservedPlan(child.clone(), watch);
    copy.copyTagsFrom(this);
    if (analyzed()) {
      copy.setAnalyzed();
    }
    return copy;
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int n) {
    return n == 0 ? child : watch;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ObservedPlan;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObservedPlan that
        && that.child.equals(child)
        && that.watch.equals(watch);
  }

  @Override
  public int hashCode() {
    return child.hashCode() * 31 + watch.hashCode();
  }

  /** How such a plan is run. */
  private static final class Strategy extends SparkStrategy {
    @Override
    public Seq<SparkPlan> apply(LogicalPlan plan) {
      return plan instanceof ObservedPlan observed
          ? Scala.seq(List.of(new ObservedRowsExec(planLater(observed.child), observed.watch)))
          : Scala.seq(List.of());
    }
  }

  private static final class ObservedRowsExec extends SparkPlan {
    private static final long serialVersionUID = 1;

    private final SparkPlan child;
    private final Watch watch;

    ObservedRowsExec(SparkPlan child, Watch watch) {
      this.child = child;
      this.watch = watch;
    }

    @Override
    public org.apache.spark.rdd.RDD<InternalRow> doExecute() {
      return child.execute().toJavaRDD().mapPartitionsWithIndex(watch, true).rdd();
    }

    @Override
    public Seq<Attribute> output() {
      return child.output();
    }

    /** Who writes the rows need not sort them anew. */
    @Override
    public Seq<SortOrder> outputOrdering() {
      return child.outputOrdering();
    }

    @Override
    public Seq<SparkPlan> children() {
      return Scala.seq(List.of(child));
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
      return new ObservedRowsExec(children.apply(0), watch);
    }

    @Override
    public SparkPlan clone() {
      ObservedRowsExec copy = new ObservedRowsExec(child.clone(), watch);
      // Without its tags Spark would run the whole plan as it is, and never adapt it.
      copy.copyTagsFrom(this);
      return copy;
    }

    @Override
    public int productArity() {
      return 2;
    }

    @Override
    public Object productElement(int n) {
      return n == 0 ? child : watch;
    }

    @Override
    public boolean canEqual(Object other) {
      return other instanceof ObservedRowsExec;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ObservedRowsExec that
          && that.child.equals(child)
          && that.watch.equals(watch);
    }

    @Override
    public int hashCode() {
      return child.hashCode() * 31 + watch.hashCode();
    }
  }
}

package io.falaj.validation;

import io.falaj.lineage.Scala;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** An expression over one other: what Scala's case classes bring along, for Java. */
abstract class OneChild extends Expression implements Serializable {

  private static final long serialVersionUID = 1;

  private final Expression child;

  OneChild(Expression child) {
    this.child = child;
  }

  Expression child() {
    return child;
  }

  /** The same over another expression. */
  abstract Expression over(Expression other);

  @Override
  public Seq<Expression> children() {
    return Scala.seq(java.util.List.of(child));
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return over(children.apply(0));
  }

  @Override
  public boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int n) {
    return child;
  }

  @Override
  public boolean equals(Object other) {
    return canEqual(other) && ((OneChild) other).child.equals(child);
  }

  @Override
  public int hashCode() {
    return child.hashCode() * 31 + getClass().getName().hashCode();
  }
}

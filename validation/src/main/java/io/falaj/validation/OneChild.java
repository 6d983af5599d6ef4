package io.falaj.validation;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

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

  /** Parts of generated code, as Scala takes them. */
  static <T> Seq<T> seq(java.util.List<T> items) {
    return CollectionConverters.asScala(items).toList();
  }

  /** The same over another expression. */
  abstract Expression over(Expression other);

  @Override
  public Seq<Expression> children() {
    return seq(java.util.List.of(child));
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

package io.falaj.lineage.html;

/**
 * A part of a page: an {@link Element} or a {@link Text}. Values; the same node, the same bytes.
 */
public sealed interface Node permits Element, Text {

  /** Appends this node's markup. */
  void writeTo(StringBuilder out);
}

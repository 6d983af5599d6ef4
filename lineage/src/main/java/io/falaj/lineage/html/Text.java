package io.falaj.lineage.html;

/**
 * Text that a reader sees: whatever it holds, it never becomes markup.
 *
 * @param value the text, unescaped
 */
public record Text(String value) implements Node {

  @Override
  public void writeTo(StringBuilder out) {
    Escape.append(out, value);
  }
}

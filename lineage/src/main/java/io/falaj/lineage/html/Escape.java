package io.falaj.lineage.html;

/**
 * The one place where text becomes markup. Escapes what is special in content and in quoted
 * attributes alike. Characters that no document may hold (controls, half of a surrogate pair) and
 * those that silently reorder what surrounds them (bidirectional overrides) become U+FFFD.
 */
final class Escape {

  private static final char REPLACEMENT = '\uFFFD';

  private Escape() {}

  static void append(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            out.append(isPlain(c) ? c : REPLACEMENT);
          }
        }
      }
    }
  }

  private static boolean isPlain(char c) {
    if (c < ' ') {
      return c == '\n' || c == '\t';
    }
    boolean control = c >= 0x7F && c <= 0x9F;
    boolean reordering = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !control && !reordering && !Character.isSurrogate(c) && c != 0xFFFE && c != 0xFFFF;
  }
}

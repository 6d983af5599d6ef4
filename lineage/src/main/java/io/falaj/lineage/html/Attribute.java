package io.falaj.lineage.html;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An attribute of an element.
 *
 * @param name lower-case (SVG's own camel case allowed); never an event handler
 * @param value unescaped; a link leads into the page or to a neighbouring file only
 */
record Attribute(String name, String value) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]*");
  private static final Pattern LOCAL_LINK =
      Pattern.compile("#[A-Za-z0-9._-]+|[A-Za-z0-9_-][A-Za-z0-9._-]*(#[A-Za-z0-9._-]+)?");

  Attribute {
    if (!NAME.matcher(name).matches() || name.toLowerCase(Locale.ROOT).startsWith("on")) {
      throw new IllegalArgumentException("attribute name '" + name + "' is not allowed");
    }
    boolean link = name.equals("href") || name.equals("src");
    if (link && !LOCAL_LINK.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "link '"
              + value
              + "' leads out of the page: a page loads and links nothing from outside");
    }
  }

  void writeTo(StringBuilder out) {
    out.append(' ').append(name).append("=\"");
    Escape.append(out, value);
    out.append('"');
  }
}

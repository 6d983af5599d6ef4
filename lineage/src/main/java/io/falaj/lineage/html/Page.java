package io.falaj.lineage.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A whole page in one file: the style sheet is inside, nothing is loaded, no script can run (its
 * content security policy forbids it even where a browser would find one).
 *
 * @param title the document's title
 * @param description one sentence for who lists the file
 * @param body the children of the body, in order
 */
public record Page(String title, String description, List<Node> body) {

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action"
          + " 'none'";

  public Page {
    body = List.copyOf(body);
  }

  /** The bytes of the file, UTF-8. */
  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    for (Element element : head()) {
      element.writeTo(out);
      out.append('\n');
    }
    // An empty icon: browsers otherwise ask a server for one.
    out.append("<link rel=\"icon\" href=\"data:,\">\n");
    out.append("<style>\n").append(styleSheet()).append("</style>\n</head>\n<body>\n");
    for (Node node : body) {
      node.writeTo(out);
      out.append('\n');
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private List<Element> head() {
    Element policy = Element.of("meta").set("http-equiv", "Content-Security-Policy");
    return List.of(
        Element.of("meta").set("charset", "utf-8"),
        policy.set("content", POLICY),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"),
        meta("description", description),
        Element.of("title", title));
  }

  private static Element meta(String name, String content) {
    return Element.of("meta").set("name", name).set("content", content);
  }

  private static String styleSheet() {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("page.css is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

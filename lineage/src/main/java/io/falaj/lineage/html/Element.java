package io.falaj.lineage.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of HTML or SVG with its attributes (in the order in which they were set) and children.
 * Immutable: every method returns a new element.
 *
 * @param tag the element's name
 * @param attributes in order; each name once
 * @param children in order
 */
public record Element(String tag, List<Attribute> attributes, List<Node> children) implements Node {

  private static final Pattern TAG = Pattern.compile("[a-z][a-zA-Z0-9]*");
  private static final Set<String> VOID = Set.of("br", "col", "hr", "link", "meta");
  private static final Set<String> FORBIDDEN =
      Set.of("script", "style", "iframe", "object", "embed", "img", "foreignObject");

  public Element {
    if (!TAG.matcher(tag).matches() || FORBIDDEN.contains(tag)) {
      throw new IllegalArgumentException("element '" + tag + "' is not allowed in a page");
    }
    attributes = List.copyOf(attributes);
    children = List.copyOf(children);
    if (attributes.stream().map(Attribute::name).distinct().count() < attributes.size()) {
      throw new IllegalArgumentException("an attribute of '" + tag + "' is set twice");
    }
    if (VOID.contains(tag) && !children.isEmpty()) {
      throw new IllegalArgumentException("element '" + tag + "' cannot have children");
    }
  }

  /** An element without attributes and children. */
  public static Element of(String tag) {
    return new Element(tag, List.of(), List.of());
  }

  /** An element that holds one text. */
  public static Element of(String tag, String text) {
    return of(tag).text(text);
  }

  /** With an attribute more. */
  public Element set(String name, String value) {
    List<Attribute> more = new ArrayList<>(attributes);
    more.add(new Attribute(name, value));
    return new Element(tag, more, children);
  }

  /** With an attribute more: a coordinate or length, rounded to hundredths. */
  public Element set(String name, double value) {
    return set(name, Numbers.coordinate(value));
  }

  /** With CSS classes, separated by blanks. */
  public Element css(String classes) {
    return set("class", classes);
  }

  /** With the identifier that links name. */
  public Element id(String id) {
    return set("id", id);
  }

  /** With a text more. */
  public Element text(String text) {
    return with(new Text(text));
  }

  /** With these children more. */
  public Element with(Node... nodes) {
    return with(List.of(nodes));
  }

  /** With these children more. */
  public Element with(Collection<? extends Node> nodes) {
    List<Node> more = new ArrayList<>(children);
    more.addAll(nodes);
    return new Element(tag, attributes, more);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append('<').append(tag);
    attributes.forEach(attribute -> attribute.writeTo(out));
    out.append('>');
    if (!VOID.contains(tag)) {
      children.forEach(child -> child.writeTo(out));
      out.append("</").append(tag).append('>');
    }
  }

  /** The markup of this element. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    writeTo(out);
    return out.toString();
  }
}

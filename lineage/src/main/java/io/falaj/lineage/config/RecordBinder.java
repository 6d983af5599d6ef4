package io.falaj.lineage.config;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Binds YAML nodes to records. A component {@code publishDelay} is the key {@code publish_delay}.
 * Components may be of the types that {@link Scalars} reads, enums (in lower case), records, {@code
 * List}, {@code Map<String, …>} (order kept), and {@link Location}. A component may be left out
 * when it is {@code @Nullable}, has a {@link DefaultValue} (a record's is <code>{}</code>: all of
 * it is left out), or is a list or map (then empty). What a record's constructor refuses with
 * {@link IllegalArgumentException} becomes a problem at the place of its mapping.
 */
final class RecordBinder {

  private final String file;
  private final Problems problems;

  RecordBinder(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The record, or null when a problem was added. */
  <T extends Record> @Nullable T bind(Node node, Class<T> type) {
    return type.cast(value(node, type, "the file"));
  }

  /** A value, of what messages call {@code what}. */
  private @Nullable Object value(Node node, Type type, String what) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(node, generic.getActualTypeArguments()[0], what)
          : map(node, generic.getActualTypeArguments()[1], what);
    }
    Class<?> target = (Class<?>) type;
    if (target.isRecord() && !Scalars.reads(target)) {
      return record(node, target, what);
    }
    if (!(node instanceof ScalarNode scalar)) {
      refused(node, what, Scalars.expected(target));
      return null;
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      problems.add(
          at(node), "%s has no value: it must be %s.".formatted(what, Scalars.expected(target)));
      return null;
    }
    try {
      return Scalars.read(scalar.getValue(), target);
    } catch (RuntimeException e) {
      problems.add(
          at(node),
          "%s must be %s, not '%s'.%s"
              .formatted(
                  what,
                  Scalars.expected(target),
                  scalar.getValue(),
                  target.isEnum()
                      ? Problems.suggest(scalar.getValue(), Scalars.names(target))
                      : ""));
      return null;
    }
  }

  private void refused(Node node, String what, String expected) {
    String found =
        node instanceof SequenceNode
            ? "a list"
            : node instanceof MappingNode ? "a mapping" : isNull(node) ? "empty" : "a single value";
    problems.add(at(node), "%s must be %s, and is %s.".formatted(what, expected, found));
  }

  private @Nullable List<Object> list(Node node, Type item, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      refused(node, what, "a list");
      return null;
    }
    List<Object> items = new ArrayList<>();
    boolean whole = true;
    for (Node child : sequence.getValue()) {
      Object value = value(child, item, "each of " + what);
      if (value == null) {
        whole = false;
      } else {
        items.add(value);
      }
    }
    return whole ? List.copyOf(items) : null;
  }

  private @Nullable Map<String, Object> map(Node node, Type item, String what) {
    if (!(node instanceof MappingNode mapping)) {
      refused(node, what, "a mapping of names");
      return null;
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    boolean whole = true;
    for (NodeTuple tuple : mapping.getValue()) {
      String name = name(tuple.getKeyNode());
      Object value = name == null ? null : value(tuple.getValueNode(), item, "'" + name + "'");
      if (name == null || value == null) {
        whole = false;
      } else if (entries.putIfAbsent(name, value) != null) {
        problems.add(at(tuple.getKeyNode()), "key '%s' is given twice.".formatted(name));
        whole = false;
      }
    }
    return whole ? java.util.Collections.unmodifiableMap(entries) : null;
  }

  private @Nullable Object record(Node node, Class<?> type, String what) {
    if (!(node instanceof MappingNode mapping)) {
      refused(node, what, "a mapping of keys to values");
      return null;
    }
    RecordComponent[] components = type.getRecordComponents();
    Map<String, NodeTuple> given = given(mapping, components);
    Object[] arguments = new Object[components.length];
    boolean whole = given.size() == mapping.getValue().size();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String name = keyOf(component.getName());
      NodeTuple tuple = given.get(name);
      if (component.getType() == Location.class) {
        arguments[i] = at(node);
      } else if (tuple != null && !(isNull(tuple.getValueNode()) && optional(component))) {
        arguments[i] = value(tuple.getValueNode(), component.getGenericType(), "'" + name + "'");
        whole &= arguments[i] != null;
      } else if (optional(component)) {
        arguments[i] = absent(component, node);
        whole &= arguments[i] != null || !component.isAnnotationPresent(DefaultValue.class);
      } else {
        problems.add(at(node), "'%s' is missing.".formatted(name));
        whole = false;
      }
    }
    return whole ? construct(node, type, components, arguments) : null;
  }

  private Map<String, NodeTuple> given(MappingNode mapping, RecordComponent[] components) {
    List<String> known =
        Arrays.stream(components)
            .filter(c -> c.getType() != Location.class)
            .map(c -> keyOf(c.getName()))
            .toList();
    Map<String, NodeTuple> given = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name = name(tuple.getKeyNode());
      if (name == null) {
        continue;
      }
      if (!known.contains(name)) {
        problems.add(
            at(tuple.getKeyNode()),
            "unknown key '%s'.%s".formatted(name, Problems.suggest(name, known)));
      } else if (given.putIfAbsent(name, tuple) != null) {
        problems.add(at(tuple.getKeyNode()), "key '%s' is given twice.".formatted(name));
      }
    }
    return given;
  }

  private @Nullable Object construct(
      Node node, Class<?> type, RecordComponent[] components, @Nullable Object[] arguments) {
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof io.falaj.lineage.FalajException.Configuration) {
        problems.add(at(node), String.valueOf(e.getCause().getMessage()));
        return null;
      }
      throw new IllegalStateException("constructor of " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no record constructor in " + type, e);
    }
  }

  static boolean optional(RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class)
        || component.isAnnotationPresent(DefaultValue.class)
        || component.getType() == List.class
        || component.getType() == Map.class;
  }

  private @Nullable Object absent(RecordComponent component, Node node) {
    DefaultValue value = component.getAnnotation(DefaultValue.class);
    if (value != null && component.getType().isRecord() && !Scalars.reads(component.getType())) {
      return record(emptyAt(node), component.getType(), "'" + keyOf(component.getName()) + "'");
    } else if (value != null) {
      return Scalars.read(value.value(), component.getType());
    } else if (component.getType() == List.class) {
      return List.of();
    } else if (component.getType() == Map.class) {
      return Map.of();
    }
    return null;
  }

  /** A mapping without entries, at the place of what could have had it. */
  private static MappingNode emptyAt(Node node) {
    return new MappingNode(
        Tag.MAP,
        true,
        List.of(),
        node.getStartMark(),
        node.getEndMark(),
        DumperOptions.FlowStyle.FLOW);
  }

  private @Nullable String name(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problems.add(at(key), "a key must be a plain word.");
    return null;
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private Location at(Node node) {
    Mark mark = node.getStartMark();
    return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** {@code publishDelay} to {@code publish_delay}. */
  static String keyOf(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}

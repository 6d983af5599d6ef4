package io.falaj.lineage.questions;

import io.falaj.lineage.Commit;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What something came from, as far as the commits tell. */
final class Upstream {

  private record Key(String kind, String name) {}

  private final CommitGraph graph;

  Upstream(CommitGraph graph) {
    this.graph = graph;
  }

  /** Pieces of a table, with everything that they came from. */
  LineageNode table(TableName table, Collection<Part> parts) {
    return table(table, parts, Set.of());
  }

  private LineageNode table(TableName table, Collection<Part> parts, Set<String> path) {
    Set<Commit> writers = new LinkedHashSet<>();
    SortedSet<Part> unknown = new TreeSet<>();
    for (Part part : parts) {
      Optional<Commit> writer = graph.writer(table, part);
      writer.ifPresentOrElse(writers::add, () -> unknown.add(part));
    }
    SortedMap<String, String> facts = facts(writers);
    List<String> changes = graph.schemaChanges(table);
    if (!changes.isEmpty()) {
      facts.put("schema changed", String.join("; ", changes));
    }
    if (!unknown.isEmpty()) {
      facts.put("not recorded", "lineage.commits has no writer of " + table + " " + unknown);
    }
    Set<String> further = with(path, table.toString());
    List<LineageNode> next =
        path.contains(table.toString())
            ? List.of()
            : rawOf(table, writers)
                .map(raw -> List.of(table(raw, versions(raw, writers), further)))
                .orElseGet(() -> inputs(writers, further));
    return new LineageNode(
        LineageNode.Kind.TABLE, table.toString(), new TreeSet<>(parts), facts, next);
  }

  /** A version of a model, with everything that it came from. */
  LineageNode model(String model, String version) {
    return model(model, List.of(new Part(null, version)), Set.of());
  }

  private LineageNode model(String model, Collection<Part> parts, Set<String> path) {
    Set<Commit> trained = new LinkedHashSet<>();
    parts.forEach(part -> graph.trained(model, part.identity()).ifPresent(trained::add));
    SortedMap<String, String> facts = facts(trained);
    if (trained.isEmpty()) {
      facts.put("not recorded", "lineage.commits has no training of this version");
    }
    return new LineageNode(
        LineageNode.Kind.MODEL,
        model,
        new TreeSet<>(parts),
        facts,
        inputs(trained, with(path, "model " + model)));
  }

  /**
   * Where a step writes raw rows and others, the others are derived from the raw ones: that is the
   * order in which tables are written.
   */
  private static Optional<TableName> rawOf(TableName table, Collection<Commit> writers) {
    return table.zone() == Zone.RAW
        ? Optional.empty()
        : writers.stream()
            .flatMap(commit -> commit.tables().stream())
            .map(Commit.Table::table)
            .filter(written -> written.zone() == Zone.RAW)
            .findFirst();
  }

  private static List<Part> versions(TableName table, Collection<Commit> commits) {
    List<Part> parts = new ArrayList<>();
    for (Commit commit : commits) {
      CommitGraph.version(commit, table)
          .ifPresent(version -> parts.add(new Part(commit.interval(), version)));
    }
    return parts;
  }

  private List<LineageNode> inputs(Collection<Commit> commits, Set<String> path) {
    Map<Key, SortedSet<Part>> grouped = new LinkedHashMap<>();
    for (Commit commit : commits) {
      for (StepInput input : commit.inputs()) {
        if (!input.isData() || input.kind().equals(CommitGraph.ARTIFACT)) {
          continue;
        }
        grouped
            .computeIfAbsent(
                new Key(CommitGraph.kind(input), CommitGraph.name(input)), key -> new TreeSet<>())
            .add(new Part(CommitGraph.interval(input), input.identity()));
      }
    }
    return grouped.entrySet().stream()
        .map(entry -> node(entry.getKey(), entry.getValue(), path))
        .toList();
  }

  private LineageNode node(Key key, SortedSet<Part> parts, Set<String> path) {
    return switch (key.kind()) {
      case "table" -> table(TableName.parse(key.name()), parts, path);
      case "model" -> model(key.name(), parts, path);
      case "file" -> leaf(LineageNode.Kind.FILE, key.name(), parts);
      default -> leaf(LineageNode.Kind.SOURCE, key.kind() + " " + key.name(), parts);
    };
  }

  private static LineageNode leaf(LineageNode.Kind kind, String name, SortedSet<Part> parts) {
    return new LineageNode(kind, name, parts, new TreeMap<>(), List.of());
  }

  /** Which runs wrote it, by what step, when. */
  static SortedMap<String, String> facts(Collection<Commit> commits) {
    SortedMap<String, String> facts = new TreeMap<>();
    if (!commits.isEmpty()) {
      facts.put(
          "written by",
          commits.stream()
              .map(
                  commit ->
                      "%s of %s, run %s (%s)"
                          .formatted(
                              commit.step(), commit.output(), commit.runId(), commit.codeVersion()))
              .distinct()
              .collect(Collectors.joining("; ")));
    }
    return facts;
  }

  private static Set<String> with(Set<String> path, String name) {
    Set<String> longer = new LinkedHashSet<>(path);
    longer.add(name);
    return longer;
  }
}

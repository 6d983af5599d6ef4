package io.falaj.lineage.questions;

import io.falaj.lineage.Commit;
import io.falaj.lineage.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What came of something, as far as the commits tell. */
final class Downstream {

  private final CommitGraph graph;

  Downstream(CommitGraph graph) {
    this.graph = graph;
  }

  /** Pieces of a table, with everything that was computed from them. */
  LineageNode table(TableName table, Collection<Part> parts) {
    return table(table, parts, Set.of());
  }

  private LineageNode table(TableName table, Collection<Part> parts, Set<String> path) {
    Set<Commit> readers = new LinkedHashSet<>();
    Set<Commit> writers = new LinkedHashSet<>();
    for (Part part : parts) {
      readers.addAll(graph.readers("table", table.toString(), part));
      graph.writer(table, part).ifPresent(writers::add);
    }
    return new LineageNode(
        LineageNode.Kind.TABLE,
        table.toString(),
        new TreeSet<>(parts),
        Upstream.facts(writers),
        path.contains(table.toString()) ? List.of() : outputs(readers, path, table.toString()));
  }

  /** A version of a model, with everything that it made. */
  LineageNode model(String model, String version) {
    return model(model, List.of(new Part(null, version)), Set.of());
  }

  private LineageNode model(String model, Collection<Part> parts, Set<String> path) {
    Set<Commit> readers = new LinkedHashSet<>();
    parts.forEach(part -> readers.addAll(graph.readers("model", model, part)));
    return new LineageNode(
        LineageNode.Kind.MODEL,
        model,
        new TreeSet<>(parts),
        new TreeMap<>(),
        outputs(readers, path, "model " + model));
  }

  /** A file from outside, by path and SHA-256, with everything that was computed from it. */
  LineageNode file(String path, String sha256) {
    Part part = new Part(null, sha256);
    return new LineageNode(
        LineageNode.Kind.FILE,
        path,
        new TreeSet<>(Set.of(part)),
        new TreeMap<>(),
        outputs(graph.readers("file", path, part), Set.of(), "file " + path));
  }

  private List<LineageNode> outputs(Collection<Commit> readers, Set<String> path, String from) {
    Set<String> further = new LinkedHashSet<>(path);
    further.add(from);
    Map<TableName, SortedSet<Part>> tables = new LinkedHashMap<>();
    Map<String, SortedSet<Part>> models = new LinkedHashMap<>();
    for (Commit commit : readers) {
      if (commit.step().equals(CommitGraph.TRAIN)) {
        models
            .computeIfAbsent(commit.output(), name -> new TreeSet<>())
            .add(new Part(null, Long.toString(commit.generation())));
      }
      for (Commit.Table written : commit.tables()) {
        tables
            .computeIfAbsent(written.table(), name -> new TreeSet<>())
            .add(new Part(commit.interval(), Long.toString(written.version())));
      }
    }
    List<LineageNode> nodes = new ArrayList<>();
    models.forEach((model, parts) -> nodes.add(model(model, parts, further)));
    tables.forEach((table, parts) -> nodes.add(table(table, parts, further)));
    return nodes;
  }
}

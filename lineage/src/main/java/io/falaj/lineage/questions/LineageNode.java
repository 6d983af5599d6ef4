package io.falaj.lineage.questions;

import io.falaj.lineage.Json;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node of an answer, with what it came from, or what came of it.
 *
 * @param kind what it is
 * @param name its name: of a table {@code zone.table}, of a file its path
 * @param parts which pieces of it, in order
 * @param facts what else is known, for people
 * @param next the nodes one step further
 */
public record LineageNode(
    Kind kind,
    String name,
    SortedSet<Part> parts,
    SortedMap<String, String> facts,
    List<LineageNode> next) {

  /** The kinds of things that lineage is about. */
  public enum Kind {
    /** One row of scores. */
    PREDICTION,
    /** Intervals of a table. */
    TABLE,
    /** A version of a model. */
    MODEL,
    /** A file from outside the lake. */
    FILE,
    /** Anything else from outside: a snapshot of a database. */
    SOURCE
  }

  public LineageNode {
    parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    next = List.copyOf(next);
  }

  /** The answer as a tree of lines, for people. */
  public String text() {
    return new TreeText().of(this);
  }

  /** The answer as JSON, for machines. */
  public String json() {
    return Json.pretty(this);
  }
}

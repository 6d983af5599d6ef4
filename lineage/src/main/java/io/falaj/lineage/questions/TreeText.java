package io.falaj.lineage.questions;

import io.falaj.lineage.DataInterval;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Draws an answer; what was drawn with its branches once is not drawn with them again. */
final class TreeText {

  private final StringBuilder text = new StringBuilder();
  private final Set<LineageNode> drawn = new HashSet<>();

  String of(LineageNode root) {
    draw(root, "", "");
    return text.toString();
  }

  private void draw(LineageNode node, String first, String rest) {
    text.append(first).append(line(node));
    if (!drawn.add(node) && !node.next().isEmpty()) {
      text.append("  (as above)\n");
      return;
    }
    text.append('\n');
    String bar = node.next().isEmpty() ? "  " : "│ ";
    node.facts()
        .forEach(
            (name, value) ->
                text.append(rest)
                    .append(bar)
                    .append("  ")
                    .append(name)
                    .append(": ")
                    .append(value)
                    .append('\n'));
    for (int i = 0; i < node.next().size(); i++) {
      boolean last = i == node.next().size() - 1;
      draw(node.next().get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
    }
  }

  private static String line(LineageNode node) {
    String kind = node.kind().name().toLowerCase(Locale.ROOT);
    String pieces = pieces(node);
    return node.kind() == LineageNode.Kind.TABLE
        ? node.name() + pieces
        : kind + " " + node.name() + pieces;
  }

  private static String pieces(LineageNode node) {
    if (node.parts().isEmpty()) {
      return "";
    }
    String identities =
        node.parts().stream()
            .map(part -> identity(node.kind(), part.identity()))
            .distinct()
            .collect(Collectors.joining(", "));
    String intervals = String.join(", ", intervals(node.parts()));
    String versions =
        switch (node.kind()) {
          case TABLE -> " @ version " + identities;
          case MODEL -> " version " + identities;
          case FILE -> "  sha256 " + identities;
          case PREDICTION, SOURCE -> " " + identities;
        };
    return versions + (intervals.isEmpty() ? "" : "  " + intervals);
  }

  private static String identity(LineageNode.Kind kind, String identity) {
    boolean sha = kind == LineageNode.Kind.FILE && identity.length() == 64;
    return sha ? identity.substring(0, 12) + "…" : identity;
  }

  /** The intervals, those that touch joined; nothing for what is taken whole. */
  static List<String> intervals(SortedSet<Part> parts) {
    TreeSet<DataInterval> joined = new TreeSet<>();
    DataInterval open = null;
    for (Part part : parts) {
      DataInterval next = part.interval();
      if (next == null || next.equals(DataInterval.WHOLE)) {
        continue;
      }
      if (open != null && !next.start().isAfter(open.end())) {
        joined.remove(open);
        next = new DataInterval(open.start(), max(open, next));
      }
      joined.add(next);
      open = next;
    }
    return joined.stream().map(DataInterval::toString).toList();
  }

  private static java.time.Instant max(DataInterval a, DataInterval b) {
    return a.end().isAfter(b.end()) ? a.end() : b.end();
  }
}

package io.falaj.jobs;

import io.falaj.features.ViewChange;
import io.falaj.features.ViewDiff;
import io.falaj.features.ViewDiff.Recomputed;
import io.falaj.lineage.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code features diff} prints. */
record ViewDiffs(List<ViewDiff> views) {

  ViewDiffs {
    views = List.copyOf(views);
  }

  boolean compatible() {
    return views.stream().flatMap(view -> view.changes().stream()).noneMatch(ViewChange::breaking);
  }

  /** As {@code --json} prints it. */
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("compatible", compatible());
    all.put("views", views.stream().map(ViewDiffs::json).toList());
    return all;
  }

  private static Map<String, Object> json(ViewDiff diff) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("view", diff.view());
    one.put("verdict", verdict(diff));
    one.put("changes", diff.changes().stream().map(ViewDiffs::json).toList());
    diff.recomputed().ifPresent(recomputed -> one.put("recomputed", json(recomputed)));
    return one;
  }

  private static Map<String, Object> json(ViewChange change) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("subject", change.subject());
    one.put("verdict", verdict(change));
    one.put("change", change.change());
    one.put("why", change.why());
    return one;
  }

  private static Map<String, Object> json(Recomputed recomputed) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("tables", recomputed.tables().stream().map(TableName::toString).toList());
    one.put("intervals", recomputed.intervals());
    recomputed.history().ifPresent(history -> one.put("history", history.toString()));
    one.put("rows", recomputed.rows());
    return one;
  }

  private static String verdict(ViewDiff diff) {
    return diff.verdict().name().toLowerCase(Locale.ROOT);
  }

  private static String verdict(ViewChange change) {
    return change.breaking() ? "breaking" : "compatible";
  }

  /** For people: a line for each view, two for each change. */
  String text() {
    return views.isEmpty()
        ? "The pipeline has no stored feature view."
        : views.stream().map(ViewDiffs::text).collect(Collectors.joining("\n"));
  }

  private static String text(ViewDiff diff) {
    List<String> lines = new ArrayList<>();
    lines.add(
        diff.verdict() == ViewDiff.Verdict.UNKNOWN
            ? diff.view()
                + ": not what its tables were made by, which an earlier release did not record"
            : diff.view() + ": " + verdict(diff));
    for (ViewChange change : diff.changes()) {
      lines.add("  %-10s  %s: %s".formatted(verdict(change), change.subject(), change.change()));
      lines.add("              " + change.why());
    }
    diff.recomputed().ifPresent(recomputed -> lines.add("  " + text(recomputed)));
    return String.join("\n", lines);
  }

  private static String text(Recomputed recomputed) {
    String tables =
        recomputed.tables().stream().map(TableName::toString).collect(Collectors.joining(", "));
    return recomputed.history().isEmpty()
        ? "To be made: %s, of which the source has nothing yet.".formatted(tables)
        : "To be made: %s, %,d %s of %s%s."
            .formatted(
                tables,
                recomputed.intervals(),
                recomputed.intervals() == 1 ? "interval" : "intervals",
                recomputed.history().get(),
                recomputed.rows() == 0 ? "" : ", %,d rows".formatted(recomputed.rows()));
  }
}

package io.falaj.jobs;

import io.falaj.validation.ContractChange;
import io.falaj.validation.ContractDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code contract diff} prints.
 *
 * @param datasets those that both versions have
 * @param added those of the newer version alone
 * @param removed those of the older version alone
 */
record ContractChanges(List<ContractDiff> datasets, List<String> added, List<String> removed) {

  ContractChanges {
    datasets = List.copyOf(datasets);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** A dataset that is gone leaves its readers without new rows. */
  boolean compatible() {
    return removed.isEmpty() && datasets.stream().allMatch(ContractDiff::compatible);
  }

  /** As {@code --json} prints it. */
  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("compatible", compatible());
    all.put("datasets", datasets.stream().map(ContractChanges::json).toList());
    all.put("added", added);
    all.put("removed", removed);
    return all;
  }

  private static Map<String, Object> json(ContractDiff diff) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("dataset", diff.dataset());
    one.put("compatible", diff.compatible());
    one.put("old_fingerprint", diff.before().hex());
    one.put("new_fingerprint", diff.after().hex());
    one.put("changes", diff.changes().stream().map(ContractChanges::json).toList());
    return one;
  }

  private static Map<String, Object> json(ContractChange change) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
    one.put("subject", change.subject());
    one.put("verdict", verdict(change));
    one.put("change", change.change());
    one.put("why", change.why());
    return one;
  }

  private static String verdict(ContractChange change) {
    return change.verdict().name().toLowerCase(Locale.ROOT);
  }

  /** For people: each change in two lines. */
  String text() {
    List<String> parts = new ArrayList<>();
    datasets.forEach(diff -> parts.add(text(diff)));
    added.forEach(name -> parts.add(name + ": a new dataset. Compatible: nobody reads it yet."));
    removed.forEach(
        name -> parts.add(name + ": gone. Breaking: readers of its tables get no new rows."));
    return String.join("\n", parts);
  }

  private static String text(ContractDiff diff) {
    String prints =
        diff.before().equals(diff.after())
            ? "fingerprint %s, as before".formatted(diff.before().brief())
            : "fingerprint %s -> %s".formatted(diff.before().brief(), diff.after().brief());
    if (diff.changes().isEmpty()) {
      return "%s: no change, %s".formatted(diff.dataset(), prints);
    }
    List<String> lines = new ArrayList<>();
    long breaking = diff.changes().stream().filter(ContractChange::breaks).count();
    lines.add(
        "%s: %d %s, %d breaking, %s"
            .formatted(
                diff.dataset(),
                diff.changes().size(),
                diff.changes().size() == 1 ? "change" : "changes",
                breaking,
                prints));
    for (ContractChange change : diff.changes()) {
      lines.add("  %-10s  %s: %s".formatted(verdict(change), change.subject(), change.change()));
      lines.add("              " + change.why());
    }
    return String.join("\n", lines);
  }
}

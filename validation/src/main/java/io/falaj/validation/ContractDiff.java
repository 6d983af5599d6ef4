package io.falaj.validation;

import static io.falaj.validation.ContractChange.breaking;

import io.falaj.lineage.Fingerprint;
import io.falaj.validation.ContractChange.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What changes from one version of a contract to another, each change with its verdict. It agrees
 * with the lake, which adds nullable columns to a table and widens types, and refuses other
 * changes.
 *
 * @param dataset of the newer version
 * @param before fingerprint of the older version
 * @param after fingerprint of the newer one; where both are the same, the lake computes nothing
 *     anew
 * @param changes none where the versions differ in comments, descriptions or layout alone
 */
public record ContractDiff(
    String dataset, Fingerprint before, Fingerprint after, List<ContractChange> changes) {

  public ContractDiff {
    changes = List.copyOf(changes);
  }

  /** Compares two versions. */
  public static ContractDiff between(Contract before, Contract after) {
    List<ContractChange> changes = new ArrayList<>();
    if (!before.dataset().equals(after.dataset())) {
      changes.add(
          breaking(
              Kind.DATASET,
              "dataset",
              before.dataset() + " -> " + after.dataset(),
              "Rows go to tables of the new name; %s, and what reads it, stays as it is."
                  .formatted(before.clean())));
    }
    changes.addAll(SourceDiff.between(before.source(), after.source()));
    keys(before, after, changes);
    time(before, after, changes);
    changes.addAll(new ColumnDiff(before, after).changes());
    changes.addAll(new CheckDiff(before, after).changes());
    changes.addAll(ProfilingDiff.between(before.profiling(), after.profiling()));
    return new ContractDiff(after.dataset(), before.fingerprint(), after.fingerprint(), changes);
  }

  private static void keys(Contract before, Contract after, List<ContractChange> changes) {
    if (before.keys().equals(after.keys())) {
      return;
    }
    String change = before.keys() + " -> " + after.keys();
    boolean same = new HashSet<>(before.keys()).equals(new HashSet<>(after.keys()));
    changes.add(
        same
            ? ContractChange.compatible(
                Kind.KEYS, "keys", change, "The order is another; the same rows are told apart.")
            : breaking(
                Kind.KEYS,
                "keys",
                change,
                "Other rows count as duplicates, which are set aside, and who joins by the old keys"
                    + " may find several rows or none."));
  }

  private static void time(Contract before, Contract after, List<ContractChange> changes) {
    if (!before.eventTime().equals(after.eventTime())) {
      changes.add(
          breaking(
              Kind.EVENT_TIME,
              "event_time",
              before.eventTime().orElse("none") + " -> " + after.eventTime().orElse("none"),
              "Rows belong to other intervals from now on; those that are there stay where they"
                  + " are, so a row may be there twice or be missed until all is ingested anew."));
    }
    if (before.partitioning() != after.partitioning()) {
      changes.add(
          breaking(
              Kind.PARTITION,
              "partition",
              YamlText.of(before.partitioning()) + " -> " + YamlText.of(after.partitioning()),
              "Tables that are there stay divided as they were made, and the intervals are others:"
                  + " give the dataset another name, or write to another lake."));
    }
  }

  /** Whether nothing of it breaks those who deliver or read. */
  public boolean compatible() {
    return changes.stream().noneMatch(ContractChange::breaks);
  }
}

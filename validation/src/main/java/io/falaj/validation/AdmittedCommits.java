package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What a dataset's clean and quarantine come from: of each interval the newest ingest that the
 * contract did not refuse. One that was refused since left both as they were.
 */
final class AdmittedCommits {

  private final TableName clean;
  private final SortedMap<DataInterval, Commit> commits = new TreeMap<>();

  private AdmittedCommits(TableName clean) {
    this.clean = clean;
  }

  static AdmittedCommits of(Lake lake, Contract contract) {
    AdmittedCommits admitted = new AdmittedCommits(contract.clean());
    BinaryOperator<Commit> newer =
        BinaryOperator.maxBy(Comparator.comparingLong(Commit::generation));
    for (Commit commit : lake.commits()) {
      if (commit.step().equals(Ingest.STEP)
          && commit.output().equals(contract.dataset())
          && admitted.wrote(commit)) {
        admitted.commits.merge(commit.interval(), commit, newer);
      }
    }
    return admitted;
  }

  private boolean wrote(Commit commit) {
    return commit.tables().stream().anyMatch(table -> table.table().equals(clean));
  }

  Collection<Commit> all() {
    return List.copyOf(commits.values());
  }

  Optional<Commit> of(DataInterval interval) {
    return Optional.ofNullable(commits.get(interval));
  }
}

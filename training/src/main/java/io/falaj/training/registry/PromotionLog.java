package io.falaj.training.registry;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The decisions about a model's versions. */
public final class PromotionLog {

  private final Lake lake;
  private final String model;

  public PromotionLog(Lake lake, String model) {
    this.lake = lake;
    this.model = model;
  }

  /** All committed decisions, oldest first. */
  public List<Promotion> all() {
    TableName table = PromotionTable.name(model);
    if (!lake.exists(table)) {
      return List.of();
    }
    // A row that a dead run left behind may become readable with a later commit of the table.
    Set<Fingerprint> committed =
        lake.commits().stream()
            .filter(commit -> commit.tables().stream().anyMatch(t -> t.table().equals(table)))
            .map(Commit::stepKey)
            .collect(Collectors.toSet());
    return lake.read(table).collectAsList().stream()
        .map(PromotionTable::parse)
        .filter(promotion -> committed.contains(promotion.stepKey()))
        .sorted(Comparator.comparingLong(Promotion::sequence))
        .toList();
  }

  /** The newest decision about a version. */
  public Optional<Promotion> newest(long version) {
    return all().stream()
        .filter(promotion -> promotion.version() == version)
        .reduce((first, second) -> second);
  }

  /** The version that was promoted last. */
  public Optional<Long> champion() {
    return champion(all());
  }

  private static Optional<Long> champion(List<Promotion> decisions) {
    return decisions.stream()
        .filter(promotion -> promotion.decision().promoted())
        .map(Promotion::version)
        .reduce((first, second) -> second);
  }

  /**
   * Writes a decision as part of a step; it counts once the step commits.
   *
   * @param candidate metrics of the version on the gate split
   * @param baseline those of the baseline
   */
  public Promotion add(
      Step step,
      RegisteredModel model,
      Decision decision,
      SortedMap<String, Double> candidate,
      SortedMap<String, Double> baseline) {
    List<Promotion> before = all();
    Promotion promotion =
        new Promotion(
            before.isEmpty() ? 1 : before.get(before.size() - 1).sequence() + 1,
            model.version(),
            model.artifact().fingerprint(),
            decision,
            candidate,
            baseline,
            decision.promoted() && !champion(before).equals(Optional.of(model.version())),
            lake.run().actor(),
            Objects.requireNonNull(step.stepKeys().get(DataInterval.WHOLE)),
            lake.run().runId(),
            lake.settings().clock().instant());
    TableSpec table = PromotionTable.of(model.name());
    step.append(table, lake.dataset(List.of(PromotionTable.row(promotion)), table.schema()))
        .commit();
    return promotion;
  }
}

package io.falaj.scoring.report;

import java.util.List;

/**
 * The model that scored.
 *
 * @param name its name
 * @param version its version
 * @param kind what it is, for people
 * @param decision what the gate said
 * @param reasons why, one sentence each
 * @param metrics the gate's comparison with the baseline or the champion
 * @param facts identities and settings, in the order shown
 */
public record ModelCard(
    String name,
    long version,
    String kind,
    Decision decision,
    List<String> reasons,
    List<Metric> metrics,
    List<Fact> facts) {

  /** What the gate said. */
  public enum Decision {
    PROMOTED,
    REFUSED,
    UNDECIDED
  }

  /**
   * A metric of two models on the same rows.
   *
   * @param name its name
   * @param candidate the model's value
   * @param baseline the compared one's; NaN if unknown
   * @param better which direction is better
   */
  public record Metric(String name, double candidate, double baseline, Better better) {
    /** Whether the candidate is the better one. */
    boolean won() {
      return better == Better.HIGHER ? candidate > baseline : candidate < baseline;
    }
  }

  /** Which direction of a metric is better. */
  public enum Better {
    HIGHER,
    LOWER
  }

  /** Something to know, with its name. */
  public record Fact(String label, String value) {}

  public ModelCard {
    reasons = List.copyOf(reasons);
    metrics = List.copyOf(metrics);
    facts = List.copyOf(facts);
  }
}

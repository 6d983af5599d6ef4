package io.falaj.scoring.drift;

/** A named way to say how far the current sample is from the reference. */
public enum Measure {
  PSI("PSI", "population stability index", 0.1, Verdict.AT_LEAST),
  KL("KL", "Kullback-Leibler divergence", 0.1, Verdict.AT_LEAST),
  JS("JS", "Jensen-Shannon distance, natural logarithm", 0.1, Verdict.AT_LEAST),
  WASSERSTEIN("W", "Wasserstein distance in standard deviations", 0.1, Verdict.AT_LEAST),
  KOLMOGOROV_SMIRNOV("KS", "Kolmogorov-Smirnov p-value", 0.05, Verdict.AT_MOST),
  CHI_SQUARED("chi²", "chi-squared p-value", 0.05, Verdict.BELOW),
  PROPORTIONS("z", "z-test p-value", 0.05, Verdict.BELOW);

  private enum Verdict {
    AT_LEAST,
    AT_MOST,
    BELOW
  }

  private final String label;
  private final String description;
  private final double threshold;
  private final Verdict verdict;

  Measure(String label, String description, double threshold, Verdict verdict) {
    this.label = label;
    this.description = description;
    this.threshold = threshold;
    this.verdict = verdict;
  }

  /** The usual abbreviation. */
  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /** Evidently's default. */
  public double threshold() {
    return threshold;
  }

  /** Whether the value is a p-value: small means drift. */
  public boolean isPValue() {
    return verdict != Verdict.AT_LEAST;
  }

  /** Whether Evidently calls this value drift. */
  boolean exceeds(double value) {
    return switch (verdict) {
      case AT_LEAST -> value >= threshold;
      case AT_MOST -> value <= threshold;
      case BELOW -> value < threshold;
    };
  }
}

package io.falaj.training.evaluation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/** Maps a network's probability to a better calibrated one; monotone, so that ranks stay. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Calibrator.None.class, name = "none"),
  @JsonSubTypes.Type(value = Calibrator.Platt.class, name = "platt"),
  @JsonSubTypes.Type(value = Calibrator.Isotonic.class, name = "isotonic")
})
public sealed interface Calibrator extends Serializable {

  /** Maps a probability in [0, 1] to one in [0, 1]. */
  double apply(double probability);

  /** Leaves probabilities as they are. */
  record None() implements Calibrator {
    @Override
    public double apply(double probability) {
      return probability;
    }
  }

  /** {@code 1 / (1 + exp(−(slope × logit(p) + intercept)))}. */
  record Platt(double slope, double intercept) implements Calibrator {
    @Override
    public double apply(double probability) {
      return 1 / (1 + StrictMath.exp(-(slope * logit(probability) + intercept)));
    }

    static double logit(double probability) {
      double p = Math.max(1e-12, Math.min(1 - 1e-12, probability));
      return StrictMath.log(p / (1 - p));
    }
  }

  /**
   * Straight lines between knots, level outside them.
   *
   * @param from ascending
   * @param to not descending, as many
   */
  record Isotonic(List<Double> from, List<Double> to) implements Calibrator {
    public Isotonic {
      from = List.copyOf(from);
      to = List.copyOf(to);
      if (from.isEmpty() || from.size() != to.size()) {
        throw new IllegalArgumentException(
            "an isotonic calibrator needs as many values as knots, and one at least");
      }
    }

    @Override
    public double apply(double probability) {
      int last = from.size() - 1;
      if (probability <= from.get(0)) {
        return to.get(0);
      } else if (probability >= from.get(last)) {
        return to.get(last);
      }
      int at = Collections.binarySearch(from, probability);
      if (at >= 0) {
        return to.get(at);
      }
      int above = -at - 1;
      double share = (probability - from.get(above - 1)) / (from.get(above) - from.get(above - 1));
      return to.get(above - 1) + share * (to.get(above) - to.get(above - 1));
    }
  }
}

package io.falaj.training.network;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import java.io.Serializable;

/**
 * How parameters are updated: Adam, its rate multiplied by {@code decay} after every epoch.
 *
 * @param learningRate of the first epoch, positive
 * @param decay in (0, 1]
 * @param l2 added to the gradient as {@code l2 × weight}, not for biases
 * @param weightDecay subtracted from weights as {@code rate × weightDecay × weight} beside the step
 */
@Description("Adam, and how weights are kept small.")
public record OptimizerSpec(
    @DefaultValue("0.001") double learningRate,
    @Description("The learning rate is multiplied by it after every epoch.") @DefaultValue("1")
        double decay,
    @DefaultValue("0") double l2,
    @DefaultValue("0") double weightDecay)
    implements Serializable {

  public OptimizerSpec {
    if (!(learningRate > 0) || !(decay > 0 && decay <= 1) || !(l2 >= 0) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "'learning_rate' must be positive, 'decay' in (0, 1], 'l2' and 'weight_decay' not negative.");
    }
  }

  double rate(int epoch) {
    return learningRate * StrictMath.pow(decay, epoch);
  }
}

package io.falaj.training.parallel;

import io.falaj.training.network.Parameters;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What the first replica sends to the driver; no record, as {@link ShardBlock}. */
final class ReplicaResult implements Serializable {

  private final Parameters parameters;
  private final double[][] losses;
  private final int bestEpoch;
  private final String coreType;
  private final long rows;
  private final double seconds;

  ReplicaResult(Replica.Outcome outcome, String coreType, double seconds) {
    this.parameters = outcome.parameters();
    this.losses =
        outcome.losses().stream()
            .map(loss -> new double[] {loss.training(), loss.validation()})
            .toArray(double[][]::new);
    this.bestEpoch = outcome.bestEpoch();
    this.coreType = coreType;
    this.rows = outcome.rows();
    this.seconds = seconds;
  }

  TrainedNetwork trained(int slots) {
    List<EpochLoss> epochs = new ArrayList<>();
    for (double[] loss : losses) {
      epochs.add(new EpochLoss(epochs.size() + 1, loss[0], loss[1]));
    }
    return new TrainedNetwork(parameters, epochs, bestEpoch, coreType, slots, rows, seconds);
  }
}

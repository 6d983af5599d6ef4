package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.Parameters;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the first replica sends to the driver; no record, as {@link ShardBlock}. */
final class ReplicaResult implements Serializable {

  private final @Nullable String refusal;
  private final boolean ofData;
  private final Parameters parameters;
  private final double[][] losses;
  private final int bestEpoch;
  private final String coreType;
  private final long rows;
  private final double seconds;

  private ReplicaResult(
      @Nullable String refusal,
      boolean ofData,
      Replica.Outcome outcome,
      String coreType,
      double seconds) {
    this.refusal = refusal;
    this.ofData = ofData;
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

  static ReplicaResult of(Replica.Outcome outcome, String coreType, double seconds) {
    return new ReplicaResult(null, false, outcome, coreType, seconds);
  }

  /** Of a {@link FalajException.DataRefused} or a {@link FalajException.Configuration}. */
  static ReplicaResult refused(FalajException refusal) {
    return new ReplicaResult(
        refusal.getMessage(),
        refusal instanceof FalajException.DataRefused,
        new Replica.Outcome(Parameters.of(), List.of(), 0, 0),
        "",
        0);
  }

  /** Throws what was refused. */
  TrainedNetwork trained(int slots) {
    if (refusal != null) {
      throw ofData
          ? new FalajException.DataRefused(refusal)
          : new FalajException.Configuration(refusal);
    }
    List<EpochLoss> epochs = new ArrayList<>();
    for (double[] loss : losses) {
      epochs.add(new EpochLoss(epochs.size() + 1, loss[0], loss[1]));
    }
    return new TrainedNetwork(parameters, epochs, bestEpoch, coreType, slots, rows, seconds);
  }
}

package io.falaj.training.parallel;

import io.falaj.training.network.Parameters;
import java.util.List;

/**
 * What training gives.
 *
 * @param parameters of the best epoch, in DL4J's flat order
 * @param losses of all epochs
 * @param bestEpoch the epoch with the lowest validation loss, from 1
 * @param coreType the OpenBLAS kernels that computed
 * @param slots how many replicas there were
 * @param fitRows how many rows an epoch has
 * @param seconds of training, without reading the data
 */
public record TrainedNetwork(
    Parameters parameters,
    List<EpochLoss> losses,
    int bestEpoch,
    String coreType,
    int slots,
    long fitRows,
    double seconds) {

  public TrainedNetwork {
    losses = List.copyOf(losses);
  }

  /** Rows that all replicas together took steps on, per second. */
  public double rowsPerSecond() {
    return fitRows * losses.size() / seconds;
  }
}

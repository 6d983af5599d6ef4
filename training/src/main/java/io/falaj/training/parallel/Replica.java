package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.AdamOptimizer;
import io.falaj.training.network.Batch;
import io.falaj.training.network.DenseStep;
import io.falaj.training.network.InitialParameters;
import io.falaj.training.network.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One replica of the network and the shards that it computes: the training loop. */
final class Replica implements AutoCloseable {

  private final TrainerSettings settings;
  private final AllReduce allReduce;
  private final List<ShardRows> fit;
  private final List<ShardRows> validation;
  private final int firstShard;
  private final DenseStep step;
  private final AdamOptimizer optimizer;
  private final Batch buffer;
  private final TreeSum gradients;
  private long steps;

  /**
   * @param fit of the shards from {@code firstShard} on, 2^k of them
   * @param validation of the same shards
   */
  Replica(
      TrainerSettings settings,
      AllReduce allReduce,
      int firstShard,
      List<ShardRows> fit,
      List<ShardRows> validation) {
    this.settings = settings;
    this.allReduce = allReduce;
    this.firstShard = firstShard;
    this.fit = fit;
    this.validation = validation;
    int rows = settings.shardBatch();
    step = new DenseStep(settings.network(), settings.width(), rows, settings.seed());
    step.load(InitialParameters.of(settings.network(), settings.width(), settings.seed()));
    optimizer = new AdamOptimizer(settings.optimizer(), step);
    buffer = new Batch(rows, settings.width());
    gradients = new TreeSum(fit.size(), settings.network().parameters(settings.width()));
  }

  /** Trains to the end; every replica returns the same. */
  Outcome train() {
    double[] counts = new double[settings.shards() + 1];
    for (int i = 0; i < fit.size(); i++) {
      counts[firstShard + i] = fit.get(i).rows();
      counts[settings.shards()] += validation.get(i).rows();
    }
    allReduce.sum(counts);
    double rows = Arrays.stream(counts, 0, settings.shards()).sum();
    if (rows == 0) {
      throw new FalajException.DataRefused(
          "There are no rows with a label to fit on. Check the training set's fit interval.");
    }
    List<EpochLoss> losses = new ArrayList<>();
    Parameters best = step.unload();
    int bestEpoch = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int epoch = 0;
        epoch < settings.epochs() && epoch - bestEpoch < settings.stopAfter();
        epoch++) {
      double training = epoch(epoch, counts) / rows;
      double validating = validate() / counts[settings.shards()];
      double judged = counts[settings.shards()] == 0 ? training : validating;
      if (!Double.isFinite(training) || !Double.isFinite(judged)) {
        throw new FalajException.Configuration(
            "The loss is %s in epoch %d: training diverged. Lower the learning rate."
                .formatted(Double.isFinite(training) ? judged : training, epoch + 1));
      }
      losses.add(new EpochLoss(epoch + 1, training, judged));
      Parameters parameters = step.unload();
      allReduce.agree(parameters.checksum(), "The parameters");
      if (judged < least) {
        least = judged;
        best = parameters;
        bestEpoch = epoch + 1;
      }
    }
    return new Outcome(best, losses, bestEpoch, (long) rows);
  }

  private double epoch(int epoch, double[] counts) {
    List<int[]> orders = new ArrayList<>();
    for (int i = 0; i < fit.size(); i++) {
      orders.add(fit.get(i).permutation(settings.seed(), epoch, firstShard + i));
    }
    double[] losses = new double[fit.size()];
    double most = Arrays.stream(counts, 0, settings.shards()).max().orElse(0);
    for (long from = 0; from < most; from += settings.shardBatch(), steps++) {
      double scale = 1 / rowsOfStep(counts, from);
      for (int i = 0; i < fit.size(); i++) {
        fit.get(i).gather(orders.get(i), from, buffer);
        if (buffer.rows() > 0) {
          losses[i] += step.gradient(buffer, steps, scale);
          step.gradientMemory().get(gradients.next());
        } else {
          Arrays.fill(gradients.next(), 0f);
        }
        gradients.added();
      }
      float[] sum = gradients.sum();
      allReduce.sum(sum);
      step.gradientMemory().put(sum);
      optimizer.update(epoch);
    }
    return total(losses);
  }

  private double rowsOfStep(double[] counts, long from) {
    double rows = 0;
    for (int shard = 0; shard < settings.shards(); shard++) {
      rows += Math.max(0, Math.min(settings.shardBatch(), counts[shard] - from));
    }
    return rows;
  }

  private double validate() {
    double[] losses = new double[validation.size()];
    for (int i = 0; i < losses.length; i++) {
      int[] order = validation.get(i).inOrder();
      for (long from = 0; from < order.length; from += settings.shardBatch()) {
        validation.get(i).gather(order, from, buffer);
        losses[i] += step.loss(buffer);
      }
    }
    return total(losses);
  }

  /** Over all shards of all replicas. */
  private double total(double[] own) {
    double[] sum = {TreeSum.sum(own, 0, own.length)};
    allReduce.sum(sum);
    return sum[0];
  }

  @Override
  public void close() {
    optimizer.close();
    step.close();
  }

  record Outcome(Parameters parameters, List<EpochLoss> losses, int bestEpoch, long rows) {}
}

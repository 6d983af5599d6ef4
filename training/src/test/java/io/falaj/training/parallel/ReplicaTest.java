package io.falaj.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.Activation;
import io.falaj.training.network.AdamOptimizer;
import io.falaj.training.network.Batch;
import io.falaj.training.network.DenseStep;
import io.falaj.training.network.InitialParameters;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import io.falaj.training.network.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaTest {

  private static final int WIDTH = 5;
  private static final int VALIDATION_SHARE = 4;

  private static TrainerSettings settings(int shards, int batch, int epochs, double dropout) {
    return settings(shards, batch, epochs, dropout, 0.01, 1_000);
  }

  private static TrainerSettings settings(
      int shards, int batch, int epochs, double dropout, double rate, int stopAfter) {
    return new TrainerSettings(
        new NetworkSpec(List.of(8, 6), Activation.RELU, dropout),
        new OptimizerSpec(rate, 0.99, 0, 0.001),
        WIDTH,
        batch,
        epochs,
        stopAfter,
        77,
        shards,
        Duration.ofSeconds(60));
  }

  private static ShardBlock block(int count, LongPredicate wanted, boolean validation) {
    Random random = new Random(21);
    List<Long> ids = new ArrayList<>();
    List<Float> labels = new ArrayList<>();
    List<Float> features = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      long id = random.nextLong();
      double logit = 0;
      List<Float> own = new ArrayList<>();
      for (int i = 0; i < WIDTH; i++) {
        own.add((float) random.nextGaussian());
        logit += own.get(i) * (i - 1);
      }
      float label = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      boolean ofValidation = Math.floorMod(id >>> 20, VALIDATION_SHARE) == 0;
      if (wanted.test(id) && ofValidation == validation) {
        ids.add(id);
        labels.add(label);
        features.addAll(own);
      }
    }
    float[] flatLabels = new float[ids.size()];
    float[] flat = new float[features.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = features.get(i);
    }
    for (int i = 0; i < flatLabels.length; i++) {
      flatLabels[i] = labels.get(i);
    }
    return new ShardBlock(
        validation,
        ids.size(),
        ids.stream().mapToLong(Long::longValue).toArray(),
        flatLabels,
        flat);
  }

  private static ShardRows shard(int rows, int shard, int shards, boolean validation) {
    return new ShardRows(
        List.of(block(rows, id -> RowSharding.shard(id, shards) == shard, validation)), WIDTH);
  }

  private static Replica.Outcome train(TrainerSettings settings, int ranks, int rows) {
    return train(settings, ranks, rows, rows);
  }

  /** What rank 0 gives, of replicas in a mesh; all ranks must give the same. */
  private static Replica.Outcome train(
      TrainerSettings settings, int ranks, int rows, int validationRows) {
    int own = settings.shards() / ranks;
    List<Replica.Outcome> outcomes =
        Ranks.run(
            ranks,
            mesh -> {
              List<ShardRows> fit = new ArrayList<>();
              List<ShardRows> validation = new ArrayList<>();
              for (int i = 0; i < own; i++) {
                int shard = mesh.rank() * own + i;
                fit.add(shard(rows, shard, settings.shards(), false));
                validation.add(shard(validationRows, shard, settings.shards(), true));
              }
              AllReduce allReduce = new AllReduce(mesh, Ranks.PATIENCE);
              try (Replica replica =
                  new Replica(settings, allReduce, mesh.rank() * own, fit, validation)) {
                return replica.train();
              }
            });
    assertThat(outcomes).containsOnly(outcomes.get(0));
    return outcomes.get(0);
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "2, 0.3", "4, 0.3"})
  void anyNumberOfTasksGivesTheSameBits(int shards, double dropout) {
    TrainerSettings settings = settings(shards, 64, 4, dropout);
    Replica.Outcome alone = train(settings, 1, 700);

    for (int ranks = 2; ranks <= shards; ranks *= 2) {
      assertThat(train(settings, ranks, 700)).isEqualTo(alone);
    }
  }

  @Test
  void shardsAreExactAgainstOneProcessWithTheSameGlobalBatch() {
    // A batch that holds every row is the same whatever the shards: an epoch is a step.
    Parameters sharded = train(settings(4, 4 * 500, 50, 0), 2, 500, 0).parameters();
    Parameters whole = train(settings(1, 500, 50, 0), 1, 500, 0).parameters();

    float[] expected = whole.toArray();
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(sharded.toArray()[i]).isEqualTo(expected[i], within(1e-6f * largest));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 64, 700", "4, 64, 333", "8, 10, 100", "2, 1000, 100", "8, 8, 5"})
  void batchesAreEveryShardsNextRowsAndTheLastOnesRagged(int shards, int batch, int rows) {
    TrainerSettings settings = settings(shards, batch, 3, 0.2);
    Replica.Outcome outcome = train(settings, 1, rows, 0);

    List<EpochLoss> losses = new ArrayList<>();
    Parameters expected = byOneStep(settings, rows, losses);
    assertThat(outcome.bestEpoch()).isEqualTo(best(outcome.losses()).epoch());
    for (int epoch = 0; epoch < 3; epoch++) {
      double training = outcome.losses().get(epoch).training();
      assertThat(training).isEqualTo(losses.get(epoch).training(), within(1e-5));
      assertThat(outcome.losses().get(epoch).validation()).isEqualTo(training);
    }
    if (outcome.bestEpoch() == 3) {
      for (int i = 0; i < expected.length(); i++) {
        assertThat(outcome.parameters().toArray()[i])
            .isEqualTo(expected.toArray()[i], within(1e-4f));
      }
    }
  }

  private static EpochLoss best(List<EpochLoss> losses) {
    return losses.stream().min(Comparator.comparingDouble(EpochLoss::validation)).orElseThrow();
  }

  /** The same training, every step's rows in one large batch. */
  private static Parameters byOneStep(TrainerSettings settings, int rows, List<EpochLoss> losses) {
    List<ShardRows> shards = new ArrayList<>();
    int all = 0;
    for (int shard = 0; shard < settings.shards(); shard++) {
      shards.add(shard(rows, shard, settings.shards(), false));
      all += shards.get(shard).rows();
    }
    int capacity = settings.shardBatch() * settings.shards();
    try (DenseStep step = new DenseStep(settings.network(), WIDTH, capacity, settings.seed());
        AdamOptimizer adam = new AdamOptimizer(settings.optimizer(), step)) {
      step.load(InitialParameters.of(settings.network(), WIDTH, settings.seed()));
      long steps = 0;
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        double loss = 0;
        Batch batch = joined(settings, shards, epoch, 0);
        for (int from = settings.shardBatch(); batch.rows() > 0; from += settings.shardBatch()) {
          loss += step.gradient(batch, steps++, 1.0 / batch.rows());
          adam.update(epoch);
          batch = joined(settings, shards, epoch, from);
        }
        losses.add(new EpochLoss(epoch + 1, loss / all, loss / all));
      }
      return step.unload();
    }
  }

  private static Batch joined(
      TrainerSettings settings, List<ShardRows> shards, int epoch, int from) {
    Batch joined = new Batch(settings.shardBatch() * settings.shards(), WIDTH);
    Batch part = new Batch(settings.shardBatch(), WIDTH);
    int at = 0;
    for (int shard = 0; shard < shards.size(); shard++) {
      int[] order = shards.get(shard).permutation(settings.seed(), epoch, shard);
      shards.get(shard).gather(order, from, part);
      System.arraycopy(part.features(), 0, joined.features(), at * WIDTH, part.rows() * WIDTH);
      System.arraycopy(part.labels(), 0, joined.labels(), at, part.rows());
      System.arraycopy(part.ids(), 0, joined.ids(), at, part.rows());
      at += part.rows();
    }
    joined.fill(at);
    return joined;
  }

  @Test
  void theBestEpochIsKeptAndTrainingStopsSoManyEpochsAfterIt() {
    // Few rows and a high rate: the validation loss soon rises.
    Replica.Outcome outcome = train(settings(2, 16, 60, 0, 0.05, 4), 2, 120);
    int best = outcome.bestEpoch();

    assertThat(best).isBetween(1, 50);
    assertThat(best).isEqualTo(best(outcome.losses()).epoch());
    assertThat(outcome.losses()).hasSize(best + 4);
    assertThat(outcome.rows()).isBetween(60L, 119L);
    Replica.Outcome untilThen = train(settings(2, 16, best, 0, 0.05, 4), 1, 120);
    assertThat(outcome.parameters()).isEqualTo(untilThen.parameters());
    assertThat(outcome.losses().subList(0, best)).isEqualTo(untilThen.losses());
  }

  @Test
  void theValidationLossIsThatOfTheParametersKept() {
    TrainerSettings settings = settings(2, 32, 5, 0.3);
    Replica.Outcome outcome = train(settings, 2, 400);
    ShardRows validation = shard(400, 0, 1, true);
    Batch all = new Batch(validation.rows(), WIDTH);
    validation.gather(validation.inOrder(), 0, all);

    try (DenseStep step = new DenseStep(settings.network(), WIDTH, validation.rows(), 0)) {
      step.load(outcome.parameters());
      assertThat(best(outcome.losses()).validation())
          .isEqualTo(step.loss(all) / validation.rows(), within(1e-6));
    }
  }

  @Test
  void trainingThatDivergesIsAnErrorOfTheConfiguration() {
    assertThatThrownBy(() -> train(settings(2, 16, 50, 0, 1e30, 50), 1, 100))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageMatching(
            "The loss is (NaN|Infinity) in epoch \\d+: training diverged. Lower the learning rate.");
  }

  @Test
  void noRowsAreRefused() {
    assertThatThrownBy(() -> train(settings(2, 16, 5, 0), 2, 0))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "There are no rows with a label to fit on. Check the training set's fit interval.");
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    for (int[] bad : new int[][] {{3, 64, 1}, {0, 64, 1}, {8, 7, 1}, {2, 64, 0}}) {
      assertThatThrownBy(() -> settings(bad[0], bad[1], bad[2], 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "shards (%d) must be a power of two, batch size (%d) at least as many, epochs (%d)"
                      .formatted(bad[0], bad[1], bad[2])
                  + " and stop after (1000) at least 1");
    }
  }
}

package io.falaj.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.TestSpark;
import io.falaj.training.network.Activation;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import io.falaj.training.preprocess.ColumnEncoding;
import io.falaj.training.preprocess.Preprocessing;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class BarrierTrainerTest {

  private static final Preprocessing PREPROCESSING =
      Preprocessing.of(
          List.of(
              new ColumnEncoding.Numeric("x", false, 0, false, 0, 1, 8),
              new ColumnEncoding.Category("c", List.of("0", "1", "2"))));

  private static TrainerSettings settings(double rate, int width) {
    return new TrainerSettings(
        new NetworkSpec(List.of(6), Activation.RELU, 0.2),
        new OptimizerSpec(rate, 1, 0, 0),
        width,
        64,
        3,
        3,
        5,
        2,
        Duration.ofSeconds(60));
  }

  private static Dataset<Row> set() {
    return TestSpark.session()
        .range(0, 600, 1, 2)
        .selectExpr(
            "id as flight",
            "id % 7 as leg",
            "sin(id) as x",
            "cast(id % 4 as string) as c",
            "if(id % 50 = 0, null, cast(sin(id) + cos(3 * id) > 0 as int)) as `is.late`",
            "case when id % 5 = 0 then 'validation' when id % 5 = 1 then 'gate' else 'fit' end as split");
  }

  private static TrainingRows rows(Dataset<Row> set) {
    return TrainingRows.of(set, List.of("flight", "leg"), "is.late", "split", List.of("x", "c"));
  }

  private static TrainedNetwork train(TrainingRows rows, int tasks) {
    return new BarrierTrainer(settings(0.01, 5)).train(rows, PREPROCESSING, tasks);
  }

  @Test
  void tasksPartitionsAndOrderOfRowsChangeNoBit() {
    TrainedNetwork two = new BarrierTrainer(settings(0.01, 5)).train(rows(set()), PREPROCESSING);

    assertThat(two.slots()).isEqualTo(2);
    assertThat(two.losses()).hasSize(3);
    assertThat(two.fitRows())
        .isEqualTo(set().where("split = 'fit' and `is.late` is not null").count());
    TrainedNetwork one = train(rows(set()), 1);
    assertThat(one.slots()).isOne();
    for (TrainedNetwork other :
        List.of(
            one,
            train(rows(set().repartition(7)), 2),
            train(rows(set().orderBy(functions.col("flight").desc())), 2))) {
      assertThat(other.parameters()).isEqualTo(two.parameters());
      assertThat(other.losses()).isEqualTo(two.losses());
      assertThat(other.bestEpoch()).isEqualTo(two.bestEpoch());
      assertThat(other.coreType()).isEqualTo(two.coreType());
    }
    assertThat(two.rowsPerSecond()).isPositive();
  }

  @Test
  void onlyLabelledRowsOfTheFitAndTheValidationSplitAreTaken() {
    Dataset<Row> taken = rows(set()).rows();

    assertThat(taken.columns())
        .containsExactly("x", "c", TrainingRows.ID, TrainingRows.LABEL, TrainingRows.VALIDATION);
    assertThat(taken.count())
        .isEqualTo(set().where("split <> 'gate' and `is.late` is not null").count());
    assertThat(taken.where(TrainingRows.VALIDATION).count())
        .isEqualTo(set().where("split = 'validation' and `is.late` is not null").count());
    assertThat(
            taken
                .select(TrainingRows.LABEL)
                .distinct()
                .as(org.apache.spark.sql.Encoders.DOUBLE())
                .collectAsList())
        .containsExactlyInAnyOrder(0.0, 1.0);
    assertThat(taken.select(TrainingRows.ID).distinct().count()).isEqualTo(taken.count());
  }

  @Test
  void whatTrainingRefusesArrivesAsItIs() {
    assertThatThrownBy(
            () -> new BarrierTrainer(settings(1e30, 5)).train(rows(set()), PREPROCESSING))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageEndingWith("training diverged. Lower the learning rate.");
    assertThatThrownBy(() -> train(rows(set().where("split = 'gate'")), 2))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "There are no rows with a label to fit on. Check the training set's fit interval.");
    Preprocessing other =
        Preprocessing.of(List.of(new ColumnEncoding.Category("gate", List.of("A"))));
    assertThatThrownBy(() -> new BarrierTrainer(settings(0.01, 2)).train(rows(set()), other))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith(
            "The model reads the feature column 'gate', which these rows do not");
  }
}

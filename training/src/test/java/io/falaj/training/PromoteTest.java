package io.falaj.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.questions.LineageQuestions;
import io.falaj.lineage.signing.SigningKey;
import io.falaj.training.registry.Decision;
import io.falaj.training.registry.ModelRegistry;
import io.falaj.training.registry.Promotion;
import io.falaj.training.registry.RegisteredModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromoteTest {

  /** Two epochs of small steps are no better than the baseline. */
  private static final String WEAK =
      TrainingPipeline.YAML.replace("learning_rate: 0.05", "learning_rate: 0.00001");

  @TempDir private Path folder;
  private Lake lake;
  private SigningKey key;
  private TrainingPipeline pipeline;

  @BeforeEach
  void open() {
    lake = TestLake.in(folder).open();
    key = SigningKey.create(folder.resolve("keys"));
    pipeline = new TrainingPipeline(lake);
  }

  private RegisteredModel train(ModelSpec spec) {
    return new Train(lake, key).execute(spec).model();
  }

  private Promote.Result promote(ModelSpec spec) {
    return new Promote(lake, List.of(key.verifyKey())).execute(spec);
  }

  private ModelRegistry registry() {
    return new ModelRegistry(lake, List.of(key.verifyKey()));
  }

  @Test
  void aModelThatPassesBecomesTheChampionOnce() {
    pipeline.prepare(1);
    RegisteredModel trained = train(TrainingPipeline.spec());
    assertThat(registry().champion("late")).isEmpty();
    Promote.Result result = promote(TrainingPipeline.spec());

    assertThat(result.outcome()).isEqualTo(Promote.Outcome.DECIDED);
    assertThat(result.decision().promoted()).isTrue();
    assertThat(result.decision().reasons()).hasSize(2);
    assertThat(registry().champion("late")).contains(trained);
    Promotion row = registry().promotions("late").newest(1).orElseThrow();
    assertThat(row.moved()).isTrue();
    assertThat(row.actor()).isEqualTo("tester");
    assertThat(row.decision()).isEqualTo(result.decision());
    assertThat(row.artifact()).isEqualTo(trained.artifact().fingerprint());
    assertThat(row.candidate().get("log_loss")).isLessThan(row.baseline().get("log_loss"));

    int commits = lake.commits().size();
    Promote.Result again = promote(TrainingPipeline.spec());
    assertThat(again.outcome()).isEqualTo(Promote.Outcome.UP_TO_DATE);
    assertThat(again.decision()).isEqualTo(result.decision());
    assertThat(lake.commits()).hasSize(commits);
    assertThat(registry().promotions("late").all()).hasSize(1);

    assertThat(new LineageQuestions(lake).downstreamOfModel("late", "1").text())
        .contains("models.late_promotions");
  }

  @Test
  void aModelThatIsRefusedLeavesTheChampionAndIsRefusedAgain() {
    pipeline.prepare(1);
    train(TrainingPipeline.spec());
    promote(TrainingPipeline.spec());
    ModelSpec weak = TrainingPipeline.spec(WEAK);
    train(weak);

    String message = refusal(weak);
    assertThat(message)
        .startsWith("The gate refuses model late:2: Its log loss on the gate split is ")
        .contains("Its ROC AUC on the gate split is ", "and must be at least 0.7.")
        .endsWith("Champion stays late:1. Train on other data or settings, or change the gate.");
    assertThat(registry().champion("late").orElseThrow().version()).isEqualTo(1);
    Promotion row = registry().promotions("late").newest(2).orElseThrow();
    assertThat(row.decision().verdict()).isEqualTo(Decision.Verdict.REFUSED);
    assertThat(row.moved()).isFalse();

    int commits = lake.commits().size();
    assertThat(refusal(weak)).isEqualTo(message);
    assertThat(lake.commits()).hasSize(commits);
    assertThat(registry().promotions("late").all()).hasSize(2);
  }

  private String refusal(ModelSpec spec) {
    try {
      promote(spec);
    } catch (FalajException.DataRefused e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it was not refused");
  }

  @Test
  void anotherGateDecidesAgain() {
    String strict = TrainingPipeline.YAML.replace("roc_auc: 0.7", "roc_auc: 1.0");
    pipeline.prepare(1);
    train(TrainingPipeline.spec());
    assertThat(refusal(TrainingPipeline.spec(strict)))
        .contains("and must be at least 1.", "There is no champion yet.");

    assertThat(promote(TrainingPipeline.spec()).outcome()).isEqualTo(Promote.Outcome.DECIDED);
    assertThat(registry().champion("late").orElseThrow().version()).isEqualTo(1);
    assertThat(registry().promotions("late").all())
        .extracting(Promotion::sequence)
        .containsExactly(1L, 2L);
  }

  @Test
  void withoutAModelThereIsNothingToDecide() {
    assertThatThrownBy(() -> promote(TrainingPipeline.spec()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage("The lake has no model 'late'. Run the step train first, or mend the name.");
  }

  @Test
  void aModelThatNobodyTrustedSignedIsNotDecidedAbout() {
    pipeline.prepare(1);
    train(TrainingPipeline.spec());

    assertThatThrownBy(() -> new Promote(lake, List.of()).execute(TrainingPipeline.spec()))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("which is not trusted (trusted: none)");
    assertThat(registry().promotions("late").all()).isEmpty();
  }
}

package io.falaj.training;

import io.falaj.features.Split;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.signing.VerifyKey;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.registry.Decision;
import io.falaj.training.registry.ModelRegistry;
import io.falaj.training.registry.Promotion;
import io.falaj.training.registry.PromotionLog;
import io.falaj.training.registry.RegisteredModel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides about the newest version of a model, once, and makes it the champion where its gate is
 * passed. Who the champion is can be changed by hand afterwards: it is not decided again.
 */
public final class Promote {

  static final String STEP = "promote";

  /** Raised when the same gate would decide otherwise about the same model. */
  private static final int SEMANTICS = 1;

  private final Lake lake;
  private final Collection<VerifyKey> trusted;

  /**
   * @param trusted whose signatures are believed
   */
  public Promote(Lake lake, Collection<VerifyKey> trusted) {
    this.lake = lake;
    this.trusted = List.copyOf(trusted);
  }

  /** Whether it was decided now, or before. */
  public enum Outcome {
    DECIDED,
    UP_TO_DATE
  }

  /** The candidate, which was promoted, and whether that was decided just now. */
  public record Result(RegisteredModel model, Decision decision, Outcome outcome) {}

  /**
   * Decides, unless the same gate has decided about the newest version already.
   *
   * @throws FalajException.Configuration if the model has no version
   * @throws FalajException.DataRefused if the gate refuses the version, now or before; or if the
   *     version is not what a trusted key signed
   */
  public Result execute(ModelSpec spec) {
    RegisteredModel candidate = new ModelRegistry(lake, trusted).newest(spec.name());
    PromotionGate gate = new PromotionGate(spec.gate());
    PromotionLog log = new PromotionLog(lake, spec.name());
    StepRequest request =
        new StepRequest(
            STEP,
            spec.name(),
            gate.fingerprint(),
            SEMANTICS,
            List.of(new IntervalRequest(DataInterval.WHOLE, candidate.inputs())));
    Outcome outcome;
    Decision decision;
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        outcome = Outcome.UP_TO_DATE;
        decision = before(log, candidate, step);
      } else {
        outcome = Outcome.DECIDED;
        try {
          decision = decide(gate, candidate, log, step);
        } catch (RuntimeException e) {
          step.failed(e);
          throw e;
        }
      }
    }
    if (!decision.promoted()) {
      throw refused(candidate, decision, log.champion());
    }
    return new Result(candidate, decision, outcome);
  }

  private static Decision before(PromotionLog log, RegisteredModel candidate, Step step) {
    return log.all().stream()
        .filter(promotion -> promotion.stepKey().equals(step.stepKeys().get(DataInterval.WHOLE)))
        .reduce((first, second) -> second)
        .map(Promotion::decision)
        .orElseThrow(
            () ->
                new FalajException.DataRefused(
                    ("It was decided about model %s, but its table of promotions does not tell"
                            + " how. Restore that table.")
                        .formatted(candidate.label())));
  }

  private static Decision decide(
      PromotionGate gate, RegisteredModel candidate, PromotionLog log, Step step) {
    ModelArtifact baseline =
        candidate
            .baseline()
            .orElseThrow(
                () ->
                    new FalajException.DataRefused(
                        "Model %s has no baseline to be compared with. Train it again."
                            .formatted(candidate.label())));
    Evaluation own = onGate(candidate.artifact());
    Evaluation other = onGate(baseline);
    Decision decision = gate.decide(own, other);
    Promotion promotion = log.add(step, candidate, decision, own.metrics(), other.metrics());
    step.record(
        "promotion",
        Map.of(
            "model", candidate.name(),
            "version", candidate.version(),
            "artifact", candidate.artifact().fingerprint().hex(),
            "verdict", decision.verdict().name(),
            "reasons", decision.reasons(),
            "championMoved", promotion.moved()));
    step.commit();
    return decision;
  }

  private static Evaluation onGate(ModelArtifact artifact) {
    return Objects.requireNonNull(
        artifact.evaluations().get(Split.GATE.text()), "evaluation on the gate split");
  }

  private static FalajException refused(
      RegisteredModel candidate, Decision decision, Optional<Long> champion) {
    return new FalajException.DataRefused(
        "The gate refuses model %s: %s %s Train on other data or settings, or change the gate."
            .formatted(
                candidate.label(),
                String.join(" ", decision.reasons()),
                champion
                    .map(version -> "Champion stays %s:%d.".formatted(candidate.name(), version))
                    .orElse("There is no champion yet.")));
  }
}

package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.scoring.ScoringModel;
import io.falaj.training.registry.ModelRegistry;

/** The version of a model that scores. */
final class Champion {

  private Champion() {}

  /**
   * Loads it.
   *
   * @throws FalajException.Configuration if no version was promoted
   */
  static ScoringModel of(Workspace work, String model) {
    return new ModelRegistry(work.lake(), work.keys().trusted())
        .champion(model)
        .map(ScoringModel::of)
        .orElseThrow(
            () ->
                new FalajException.Configuration(
                    "Model '%s' has no champion to score with. Run train and promote first."
                        .formatted(model)));
  }
}

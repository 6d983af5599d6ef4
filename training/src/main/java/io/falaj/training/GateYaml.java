package io.falaj.training;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a model is promoted, as its file says it; every key may be left out.
 *
 * @param metric what the model and the baseline are compared by, on the gate split
 * @param minImprovement by more than this the model must be better than the baseline, in the
 *     metric's own unit; not negative
 * @param min the least value of metrics by name, inclusive
 * @param max the greatest value of metrics by name, inclusive
 */
@Description("When a model is promoted: compared with the baseline on the gate split.")
public record GateYaml(
    @Description("What the model and the baseline are compared by.") @DefaultValue("log_loss")
        GateMetric metric,
    @Description("By more than this the model must be better than the baseline.") @DefaultValue("0")
        double minImprovement,
    @Description("The least value of metrics by name, for example {roc_auc: 0.7}.")
        Map<String, Double> min,
    @Description("The greatest value of metrics by name, for example {log_loss: 0.5}.")
        Map<String, Double> max,
    Location location) {

  public GateYaml {
    min = Collections.unmodifiableMap(new LinkedHashMap<>(min));
    max = Collections.unmodifiableMap(new LinkedHashMap<>(max));
    if (!(minImprovement >= 0)) {
      throw new IllegalArgumentException(
          "'min_improvement' must not be negative, and is " + minImprovement + ".");
    }
  }
}

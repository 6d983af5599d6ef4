package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section of a model's file that says what it is trained on. */
@Description("What a model is trained on: labels, features as known at their times, splits.")
public record TrainingSetYaml(
    @Description("The rows to learn from.") Labels labels,
    @Description("Features: view.feature or view.*, then 'as name', 'on key = column'.")
        List<String> features,
    @Description("Which labels serve for what, by time.") Splits splits,
    @Description("What random numbers start from.") @DefaultValue("42") long seed,
    Location location) {

  /** Where labels come from. */
  @Description("Where labels come from.")
  public record Labels(
      @Description("The table, as zone.table.") String source,
      @Description("Its column with the time that features are as known at.") String eventTime,
      @Description("Columns that name a row; they stand in training sets and predictions.")
          List<String> columns,
      @Description("What is to be predicted: an SQL expression; null where it is not known.")
          String label,
      @Description("Which rows are labels: an SQL condition.") @Nullable String where,
      Location location) {}

  /** The splits, by time. */
  @Description("Which labels serve for what, by time; they do not overlap.")
  public record Splits(
      @Description("For fitting.") DataInterval fit,
      @Description("For early stopping, calibration and threshold.") DataInterval validation,
      @Description("For the promotion gate.") DataInterval gate,
      Location location) {}
}

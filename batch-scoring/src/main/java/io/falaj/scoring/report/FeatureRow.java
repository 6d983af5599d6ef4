package io.falaj.scoring.report;

/**
 * A feature of the model.
 *
 * @param view the view and version that it comes from
 * @param name its name
 * @param description what it says
 * @param freshness how recent the value is, for people; empty if not stated
 * @param trainingNulls the share of missing values in the training data; NaN if unknown
 * @param scoringNulls likewise in the last month scored
 */
public record FeatureRow(
    String view,
    String name,
    String description,
    String freshness,
    double trainingNulls,
    double scoringNulls) {}

package io.falaj.scoring.report;

import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.DriftReport;
import java.util.Optional;

/**
 * A month against the training data.
 *
 * @param month the month's name
 * @param features drift of the features
 * @param prediction drift of the scores, if it is known
 */
public record MonthDrift(String month, DriftReport features, Optional<ColumnDrift> prediction) {}

package io.falaj.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;

import io.falaj.features.LabelSource;
import io.falaj.features.Split;
import io.falaj.features.TrainingSet;
import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.FalajException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many labels a training set has.
 *
 * @param bySplit labelled rows, and those of them whose label is true
 */
record LabelCounts(Map<Split, Count> bySplit) {

  /**
   * Of one split.
   *
   * @param rows rows with a label
   * @param positives those whose label is true
   */
  record Count(long rows, long positives) {}

  LabelCounts {
    bySplit = Collections.unmodifiableMap(new EnumMap<>(bySplit));
  }

  /** Counts; one job that reads two columns. */
  static LabelCounts of(Dataset<Row> set) {
    Map<Split, Count> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      counts.put(split, new Count(0, 0));
    }
    for (Row row :
        set.groupBy(TrainingSetSpec.SPLIT)
            .agg(count(LabelSource.LABEL), sum(col(LabelSource.LABEL).cast("boolean").cast("long")))
            .collectAsList()) {
      counts.put(
          Split.valueOf(row.getString(0).toUpperCase(Locale.ROOT)),
          new Count(row.getLong(1), row.isNullAt(2) ? 0 : row.getLong(2)));
    }
    return new LabelCounts(counts);
  }

  /**
   * Checks that there is something to learn, and something to choose epoch and threshold by.
   *
   * @throws FalajException.DataRefused if the fit or the validation split lacks one of the labels
   */
  void requireBoth(TrainingSet set) {
    for (Split split : new Split[] {Split.FIT, Split.VALIDATION}) {
      Count count = bySplit.getOrDefault(split, new Count(0, 0));
      if (count.rows() == 0) {
        throw new FalajException.DataRefused(
            ("Training set '%s' has no labelled rows in its split %s (%s): there is nothing to train"
                    + " on. Move the split, or ingest that interval and build the training set"
                    + " again.")
                .formatted(set.name(), split.text(), set.split(split)));
      }
      if (count.positives() == 0 || count.positives() == count.rows()) {
        throw new FalajException.DataRefused(
            ("All %,d labels of training set '%s' in its split %s (%s) are %s: a model needs both"
                    + " kinds. Move the split, or mend the label's expression.")
                .formatted(
                    count.rows(),
                    set.name(),
                    split.text(),
                    set.split(split),
                    count.positives() > 0));
      }
    }
  }
}

package io.falaj.training.preprocess;

import io.falaj.lineage.config.Location;
import io.falaj.training.preprocess.PreprocessingYaml.As;
import io.falaj.training.preprocess.PreprocessingYaml.ColumnYaml;
import io.falaj.training.preprocess.PreprocessingYaml.Impute;
import java.util.List;
import java.util.Map;

/** Specifications as a model file would say them. */
final class Specs {

  static final ColumnYaml LOG = new ColumnYaml(null, true, null);
  static final ColumnYaml MEAN = new ColumnYaml(null, false, Impute.MEAN);
  static final ColumnYaml CATEGORY = new ColumnYaml(As.CATEGORY, false, null);
  static final ColumnYaml NUMBER = new ColumnYaml(As.NUMBER, false, null);

  private static final Location PLACE = new Location("models/delay.yaml", 7, 3);

  private Specs() {}

  static PreprocessingYaml of(Map<String, ColumnYaml> columns, String... exclude) {
    return new PreprocessingYaml(Impute.MEDIAN, 8, 1, 256, List.of(exclude), columns, PLACE);
  }

  static PreprocessingYaml categories(long minRows, int maxCategories) {
    return new PreprocessingYaml(
        Impute.MEDIAN, 8, minRows, maxCategories, List.of(), Map.of(), PLACE);
  }
}

package io.falaj.training;

import io.falaj.training.preprocess.PreprocessingYaml.ColumnYaml;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings of a specification as plain values, under the names that its file has for them. */
record ModelSettings(ModelSpec spec) {

  /** All that decide the network's bytes, beside its training set. */
  SortedMap<String, Object> ofNetwork() {
    SortedMap<String, Object> settings = ofBaseline();
    settings.put("hidden", spec.network().hidden());
    settings.put("activation", text(spec.network().activation()));
    settings.put("dropout", spec.network().dropout());
    settings.put("learning_rate", spec.optimizer().learningRate());
    settings.put("decay", spec.optimizer().decay());
    settings.put("l2", spec.optimizer().l2());
    settings.put("weight_decay", spec.optimizer().weightDecay());
    settings.put("batch_size", spec.training().batchSize());
    settings.put("epochs", spec.training().epochs());
    settings.put("stop_after", spec.training().stopAfter());
    settings.put("shards", spec.training().shards());
    return settings;
  }

  /** Those that decide the baseline's bytes. */
  SortedMap<String, Object> ofBaseline() {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("impute", text(spec.preprocessing().impute()));
    settings.put("clip", spec.preprocessing().clip());
    settings.put("min_rows", spec.preprocessing().minRows());
    settings.put("max_categories", spec.preprocessing().maxCategories());
    settings.put("exclude", spec.preprocessing().exclude().stream().sorted().toList());
    SortedMap<String, Object> columns = new TreeMap<>();
    spec.preprocessing().columns().forEach((name, column) -> columns.put(name, of(column)));
    settings.put("columns", columns);
    settings.put("calibration", text(spec.calibration()));
    settings.put("threshold", text(spec.threshold()));
    return settings;
  }

  private static Map<String, Object> of(ColumnYaml column) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("log1p", column.log1p());
    put(settings, "as", column.as());
    put(settings, "impute", column.impute());
    return settings;
  }

  private static void put(Map<String, Object> settings, String name, @Nullable Enum<?> value) {
    if (value != null) {
      settings.put(name, text(value));
    }
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Labels about {@link Facts}, and what a lake answers them: features as text, nulls left out. */
final class FactLabels {

  private static final StructType SCHEMA = StructType.fromDDL("label int, k string, t timestamp");
  private static final DataInterval TIMES = DataInterval.parse("2013-11-01/2014-02-01");

  private final Lake lake;
  private final FeatureView view;
  private final List<Row> labels = new ArrayList<>();

  FactLabels(Lake lake, FeatureView view) {
    this.lake = lake;
    this.view = view;
  }

  FactLabels label(String key, String time) {
    labels.add(RowFactory.create(labels.size(), key, Facts.at(time)));
    return this;
  }

  /** From the newest committed state. */
  List<String> answers() {
    return answers(TIMES, new Retrieve(lake).pins(FeatureSelection.of(view)));
  }

  /** From a version of the view's events. */
  List<String> answers(TableVersion events) {
    return answers(TIMES, new TreeMap<>(Map.of(view.versionedName(), events)));
  }

  /** From the newest committed state, for labels that are known to lie in an interval. */
  List<String> answers(DataInterval times) {
    return answers(times, new Retrieve(lake).pins(FeatureSelection.of(view)));
  }

  private List<String> answers(DataInterval times, SortedMap<String, TableVersion> pins) {
    Retrieve.Request request =
        new Retrieve.Request(
            lake.dataset(labels, SCHEMA), "t", times, List.of("label"), FeatureSelection.of(view));
    List<String> answers = new ArrayList<>();
    for (Row row :
        new Retrieve(lake).execute(request, pins).rows().orderBy("label").collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i < row.size(); i++) {
        if (!row.isNullAt(i)) {
          values.add(row.get(i).toString());
        }
      }
      answers.add(String.join(" ", values));
    }
    return answers;
  }
}

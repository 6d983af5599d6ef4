package io.falaj.scoring;

import static org.apache.spark.sql.functions.col;

import io.falaj.features.LabelSource;
import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Scala;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.evaluation.LabelledScores;
import io.falaj.training.model.ModelScorer;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Joins scores with the labels that arrived since, and evaluates each month. */
final class RealizedPerformance {

  private final Lake lake;
  private final TrainingSetSpec definition;
  private final ScoringModel model;

  RealizedPerformance(Lake lake, TrainingSetSpec definition, ScoringModel model) {
    this.lake = lake;
    this.definition = definition;
    this.model = model;
  }

  /** By month; one without any label has an evaluation of no rows. */
  SortedMap<DataInterval, Evaluation> of(
      List<DataInterval> months, TableVersion predictions, TableVersion labels) {
    LabelSource from = definition.labels();
    DataInterval hull = DataInterval.hull(months);
    Dataset<Row> scores =
        lake.readAt(predictions, hull)
            .where(
                col(TableSpec.INTERVAL)
                    .isin(months.stream().map(DataInterval::toString).toArray()));
    Dataset<Row> known =
        from.rows(lake.readAt(labels, hull), hull, Set.of())
            .where(col(LabelSource.LABEL).isNotNull());
    Dataset<Row> joined = scores.join(known, Scala.seq(from.identity()), "inner");
    double threshold = model.artifact().threshold();
    SortedMap<String, Evaluation> bySlice =
        Evaluation.bySlice(
            joined, ModelScorer.PROBABILITY, LabelSource.LABEL, TableSpec.INTERVAL, threshold);
    SortedMap<DataInterval, Evaluation> byMonth = new TreeMap<>();
    for (DataInterval month : months) {
      Evaluation realized = bySlice.get(month.toString());
      byMonth.put(
          month,
          realized == null
              ? Evaluation.of(LabelledScores.of(new double[0], new boolean[0]), threshold)
              : realized);
    }
    return byMonth;
  }
}

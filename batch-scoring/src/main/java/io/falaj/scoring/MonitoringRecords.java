package io.falaj.scoring;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.DriftReport;
import io.falaj.scoring.report.MonthDrift;
import io.falaj.scoring.report.MonthPerformance;
import io.falaj.training.model.ModelScorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** What monitoring found of a model's months: rows that current commits vouch for. */
final class MonitoringRecords {

  private final Lake lake;
  private final String model;
  private final DataInterval interval;

  MonitoringRecords(Lake lake, String model, DataInterval interval) {
    this.lake = lake;
    this.model = model;
    this.interval = interval;
  }

  List<MonthPerformance> months() {
    TreeMap<String, MonthPerformance> months = new TreeMap<>();
    for (Row row : current(PerformanceTable.NAME)) {
      String month = month(row);
      months.put(
          month,
          new MonthPerformance(
              month,
              row.<Long>getAs("model_version"),
              row.<Long>getAs("rows"),
              row.<Long>getAs("labelled"),
              PerformanceTable.metric(row, "positive_share"),
              PerformanceTable.metric(row, "mean_probability"),
              PerformanceTable.metric(row, "roc_auc"),
              PerformanceTable.metric(row, "pr_auc"),
              PerformanceTable.metric(row, "log_loss")));
    }
    return List.copyOf(months.values());
  }

  List<MonthDrift> drift() {
    TreeMap<String, Map<String, ColumnDrift>> months = new TreeMap<>();
    for (Row row : current(DriftTable.NAME)) {
      ColumnDrift drift = DriftTable.read(row);
      months.computeIfAbsent(month(row), month -> new LinkedHashMap<>()).put(drift.column(), drift);
    }
    List<MonthDrift> drifts = new ArrayList<>();
    months.forEach(
        (month, columns) -> {
          Optional<ColumnDrift> prediction =
              Optional.ofNullable(columns.remove(ModelScorer.PROBABILITY));
          drifts.add(
              new MonthDrift(month, new DriftReport(List.copyOf(columns.values())), prediction));
        });
    return drifts;
  }

  /** {@code 2013-08}. */
  private static String month(Row row) {
    return row.<String>getAs(TableSpec.INTERVAL).substring(0, 7);
  }

  private List<Row> current(TableName table) {
    Set<String> keys = new HashSet<>();
    for (Commit commit : lake.commits(Monitor.STEP, model)) {
      if (commit.interval().overlaps(interval)) {
        keys.add(commit.stepKey().hex());
      }
    }
    return keys.isEmpty() || !lake.exists(table)
        ? List.of()
        : lake.read(table).where(col("step_key").isin(keys.toArray())).collectAsList();
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import java.time.Instant;
import java.util.SortedSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Since when rows are set aside. Quarantine is written anew with every late file and every replay:
 * a row that it has already, as it is committed, keeps its time.
 */
final class AsideSince {

  private static final String KNOWN = "_known";
  private static final String SINCE = "_since";

  private final Lake lake;
  private final Contract contract;

  AsideSince(Lake lake, Contract contract) {
    this.lake = lake;
    this.contract = contract;
  }

  /**
   * Rows with the time at which they were set aside.
   *
   * @param aside all rows that quarantine is to have of some intervals
   * @param intervals these
   * @param now the time of those that it does not have yet
   */
  Dataset<Row> of(Dataset<Row> aside, SortedSet<DataInterval> intervals, Instant now) {
    if (!anyCommitted(intervals)) {
      return aside.withColumn(DatasetTables.SET_ASIDE_AT, lit(now));
    }
    DataInterval span = new DataInterval(intervals.first().start(), intervals.last().end());
    Dataset<Row> known =
        lake.readAt(lake.pin(contract.quarantine()), span)
            .where(
                col(TableSpec.INTERVAL)
                    .isin(intervals.stream().map(DataInterval::toString).toArray()))
            .groupBy(col(Sources.ROW).as(KNOWN))
            .agg(min(DatasetTables.SET_ASIDE_AT).as(SINCE));
    return aside
        .join(known, col(Sources.ROW).equalTo(col(KNOWN)), "left")
        .withColumn(DatasetTables.SET_ASIDE_AT, coalesce(col(SINCE), lit(now)));
  }

  private boolean anyCommitted(SortedSet<DataInterval> intervals) {
    AdmittedCommits admitted = AdmittedCommits.of(lake, contract);
    return intervals.stream()
        .flatMap(interval -> admitted.of(interval).stream())
        .flatMap(commit -> commit.tables().stream())
        .anyMatch(
            written ->
                written.table().equals(contract.quarantine()) && written.content().rows() > 0);
  }
}

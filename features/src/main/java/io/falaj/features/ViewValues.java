package io.falaj.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.falaj.features.pit.EventLayout;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A view's values at the ends of intervals, for every key that was known by then. */
final class ViewValues {

  private final Lake lake;
  private final FeatureView view;

  ViewValues(Lake lake, FeatureView view) {
    this.lake = lake;
    this.view = view;
  }

  /** The retrieval engine's answer to (key, end - 1 µs) as labels: values agree by construction. */
  Dataset<Row> at(TableVersion events, List<DataInterval> intervals) {
    boolean whole = intervals.contains(DataInterval.WHOLE);
    List<String> kept = new ArrayList<>(view.entity().keyNames());
    kept.add(FeatureTables.AS_OF);
    kept.add(TableSpec.INTERVAL);
    if (!whole) {
      kept.add(TableSpec.INTERVAL_DAY);
    }
    List<Instant> ends = intervals.stream().map(ViewValues::last).sorted().toList();
    DataInterval times = new DataInterval(ends.get(0), ends.get(ends.size() - 1).plusNanos(1000));
    Retrieve.Request request =
        new Retrieve.Request(
            labels(events, intervals), FeatureTables.AS_OF, times, kept, FeatureSelection.of(view));
    return new Retrieve(lake)
        .execute(request, new TreeMap<>(Map.of(view.versionedName(), events)))
        .rows();
  }

  private Dataset<Row> labels(TableVersion events, List<DataInterval> intervals) {
    Column[] keys =
        view.entity().keyNames().stream().map(key -> col("`" + key + "`")).toArray(Column[]::new);
    Column[] ends =
        intervals.stream()
            .map(
                interval ->
                    struct(
                        lit(last(interval)).as(FeatureTables.AS_OF),
                        lit(interval.toString()).as(TableSpec.INTERVAL),
                        lit(LocalDate.ofInstant(last(interval), ZoneOffset.UTC))
                            .as(TableSpec.INTERVAL_DAY)))
            .toArray(Column[]::new);
    Dataset<Row> known =
        lake.readAt(events).groupBy(keys).agg(min(col(EventLayout.KNOWN_TIME)).as("_first"));
    List<Column> columns = new ArrayList<>(List.of(keys));
    columns.add(col("_end.*"));
    return known
        .withColumn("_end", explode(array(ends)))
        .where(col("_first").leq(col("_end." + FeatureTables.AS_OF)))
        .select(columns.toArray(Column[]::new));
  }

  private static Instant last(DataInterval interval) {
    return interval.end().minusNanos(1000);
  }
}

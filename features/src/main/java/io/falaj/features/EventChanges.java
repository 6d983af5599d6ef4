package io.falaj.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import io.falaj.features.pit.EventFrame;
import io.falaj.features.pit.EventLayout;
import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows that a view's events table is to gain. */
final class EventChanges {

  private static final String INGESTED_AT = "_ingested_at";
  private static final String OTHER = "_other_";
  private static final String EARLIER = "_earlier";

  private final Lake lake;
  private final FeatureView view;
  private final EventFrame frame;

  EventChanges(Lake lake, FeatureView view, EventFrame frame) {
    this.lake = lake;
    this.view = view;
    this.frame = frame;
  }

  /**
   * The events of intervals that were never materialized; of the others, what is new and, as
   * removals, what is gone.
   */
  Dataset<Row> of(TableVersion source, List<DataInterval> intervals) {
    Set<DataInterval> before = new HashSet<>();
    for (Commit commit : lake.commits(FeatureTables.STEP, view.versionedName())) {
      before.add(commit.interval());
    }
    List<DataInterval> fresh = intervals.stream().filter(i -> !before.contains(i)).toList();
    List<DataInterval> again = intervals.stream().filter(before::contains).toList();
    Dataset<Row> events = null;
    if (!fresh.isEmpty()) {
      events = frame.events(rows(source, fresh));
    }
    if (!again.isEmpty()) {
      Dataset<Row> changes = changes(source, again);
      events = events == null ? changes : events.unionByName(changes);
    }
    if (events == null) {
      throw new IllegalArgumentException("no interval is pending");
    }
    return events;
  }

  private Dataset<Row> rows(TableVersion source, List<DataInterval> intervals) {
    Dataset<Row> rows = lake.readAt(source, hull(intervals));
    boolean named = Arrays.asList(rows.columns()).contains(TableSpec.INTERVAL);
    if (named && !intervals.contains(DataInterval.WHOLE)) {
      Object[] names = intervals.stream().map(DataInterval::toString).toArray();
      return rows.where(col(TableSpec.INTERVAL).isin(names));
    }
    return rows.withColumn(TableSpec.INTERVAL, lit(DataInterval.WHOLE.toString()));
  }

  private static DataInterval hull(List<DataInterval> intervals) {
    return new DataInterval(
        intervals.stream().map(DataInterval::start).min(Instant::compareTo).orElseThrow(),
        intervals.stream().map(DataInterval::end).max(Instant::compareTo).orElseThrow());
  }

  private Dataset<Row> changes(TableVersion source, List<DataInterval> intervals) {
    Dataset<Row> rows = rows(source, intervals);
    Column arrived =
        view.times().availableTime().isPresent() ? lit(null).cast("timestamp") : lit(arrived(rows));
    List<String> identity = new ArrayList<>(view.entity().keyNames());
    identity.add(EventLayout.EVENT_TIME);
    view.sequence().forEach(column -> identity.add("seq_" + column));
    List<String> content = new ArrayList<>(identity);
    content.add(EventLayout.ROW_HASH);
    Dataset<Row> now = frame.events(rows);
    Dataset<Row> then = latest(intervals, identity);
    Dataset<Row> live = then.where(not(col(EventLayout.DELETED)));
    // What comes later supersedes what was there: it is known at least an instant after it.
    Dataset<Row> added =
        without(now, live, content)
            .join(earlier(then, identity), same(now, identity), "left")
            .drop(earlierNames(identity));
    Column newAvailable =
        greatest(col(EventLayout.AVAILABLE_TIME), arrived, EventFrame.later(col(EARLIER), 1));
    Column removed =
        greatest(lit(arrived(rows)), EventFrame.later(col(EventLayout.AVAILABLE_TIME), 1));
    return frame
        .revised(added, newAvailable, col(EventLayout.DELETED))
        .unionByName(frame.revised(without(live, now, identity), removed, lit(true)));
  }

  private static Dataset<Row> earlier(Dataset<Row> then, List<String> identity) {
    List<Column> columns = new ArrayList<>();
    identity.forEach(name -> columns.add(col("`" + name + "`").as(OTHER + name)));
    columns.add(col(EventLayout.AVAILABLE_TIME).as(EARLIER));
    return then.select(columns.toArray(Column[]::new));
  }

  private static String[] earlierNames(List<String> identity) {
    return identity.stream().map(name -> OTHER + name).toArray(String[]::new);
  }

  private static Column same(Dataset<Row> rows, List<String> columns) {
    Column same = lit(true);
    for (String name : columns) {
      same = same.and(rows.col("`" + name + "`").eqNullSafe(col("`" + OTHER + name + "`")));
    }
    return same;
  }

  /** When the newest of the rows arrived: what is told of it was not known before. */
  private Instant arrived(Dataset<Row> rows) {
    if (Arrays.asList(rows.columns()).contains(INGESTED_AT)) {
      Row newest = rows.agg(max(col(INGESTED_AT))).first();
      if (!newest.isNullAt(0)) {
        return newest.<java.sql.Timestamp>getAs(0).toInstant();
      }
    }
    return lake.run().startedAt();
  }

  /** The latest version of each event of the intervals, removals among them. */
  private Dataset<Row> latest(List<DataInterval> intervals, List<String> identity) {
    Object[] names = intervals.stream().map(DataInterval::toString).toArray();
    Dataset<Row> events =
        lake.read(view.eventsTable()).where(col(EventLayout.INTERVAL).isin(names));
    return events
        .groupBy(columns(identity))
        .agg(
            max_by(
                    struct(columns(Arrays.asList(events.columns()))),
                    struct(col(EventLayout.AVAILABLE_TIME), col(EventLayout.ROW_HASH)))
                .as("_latest"))
        .select(col("_latest.*"));
  }

  private static Dataset<Row> without(
      Dataset<Row> rows, Dataset<Row> others, List<String> columns) {
    String[] renamed = columns.stream().map(name -> OTHER + name).toArray(String[]::new);
    Dataset<Row> right = others.select(columns(columns)).toDF(renamed);
    return rows.join(right, same(rows, columns), "left_anti");
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }
}

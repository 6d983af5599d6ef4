package io.falaj.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

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

  /**
   * What the table lacks. A source may hold several versions of an event: the last of them is what
   * the source says now, and takes the place of what the table says; the others are only added.
   */
  private Dataset<Row> changes(TableVersion source, List<DataInterval> intervals) {
    Dataset<Row> rows = rows(source, intervals);
    List<String> identity = new ArrayList<>(view.entity().keyNames());
    identity.add(EventLayout.EVENT_TIME);
    view.sequence().forEach(column -> identity.add("seq_" + column));
    List<String> content = new ArrayList<>(identity);
    content.add(EventLayout.ROW_HASH);
    content.add(EventLayout.DELETED);
    Dataset<Row> now = frame.events(rows).dropDuplicates(content.toArray(String[]::new));
    Dataset<Row> then = written(intervals);
    Dataset<Row> says = latest(now, identity);
    Dataset<Row> said = latest(then, identity);
    Dataset<Row> lacking = match(now, then, content, "left_anti");
    Dataset<Row> withdrawn = match(said, now, content, "left_anti");
    Dataset<Row> restated =
        match(says, lacking, content, "left_semi")
            .union(match(says, withdrawn, identity, "left_semi"))
            .dropDuplicates(content.toArray(String[]::new));
    Dataset<Row> beside = match(lacking, says, content, "left_anti");
    Dataset<Row> gone =
        match(withdrawn.where(not(col(EventLayout.DELETED))), now, identity, "left_anti");
    Column arrived = arrived(rows);
    Column told = view.times().availableTime().isPresent() ? lit(null).cast("timestamp") : arrived;
    Column available = greatest(col(EventLayout.AVAILABLE_TIME), told);
    // What comes later supersedes what was there: it is known at least an instant after it.
    Dataset<Row> superseding =
        restated
            .join(earlier(said, identity), same(restated, identity), "left")
            .drop(earlierNames(identity));
    return frame
        .revised(
            superseding,
            greatest(available, EventFrame.later(col(EARLIER), 1)),
            col(EventLayout.DELETED))
        .unionByName(frame.revised(beside, available, col(EventLayout.DELETED)))
        .unionByName(
            frame.revised(
                gone,
                greatest(arrived, EventFrame.later(col(EventLayout.AVAILABLE_TIME), 1)),
                lit(true)));
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

  /** When the newest row of its interval arrived: what is told of it was not known before. */
  private Column arrived(Dataset<Row> rows) {
    Column arrived = lit(lake.run().startedAt());
    if (Arrays.asList(rows.columns()).contains(INGESTED_AT)) {
      List<Row> newest =
          rows.where(col(INGESTED_AT).isNotNull())
              .groupBy(col(EventLayout.INTERVAL))
              .agg(max(col(INGESTED_AT)))
              .collectAsList();
      // One flat CASE, since nested ones are as deep as there are intervals.
      Column cases = when(lit(false), arrived);
      for (Row interval : newest) {
        cases =
            cases.when(
                col(EventLayout.INTERVAL).equalTo(interval.getString(0)),
                lit(interval.<java.sql.Timestamp>getAs(1).toInstant()));
      }
      return cases.otherwise(arrived);
    }
    return arrived;
  }

  /** All versions of the intervals' events, removals among them. */
  private Dataset<Row> written(List<DataInterval> intervals) {
    Object[] names = intervals.stream().map(DataInterval::toString).toArray();
    return lake.read(view.eventsTable()).where(col(EventLayout.INTERVAL).isin(names));
  }

  /** The latest version of each event. */
  private static Dataset<Row> latest(Dataset<Row> events, List<String> identity) {
    return events
        .groupBy(columns(identity))
        .agg(
            max_by(
                    struct(columns(Arrays.asList(events.columns()))),
                    struct(col(EventLayout.AVAILABLE_TIME), col(EventLayout.ROW_HASH)))
                .as("_latest"))
        .select(col("_latest.*"));
  }

  private static Dataset<Row> match(
      Dataset<Row> rows, Dataset<Row> others, List<String> columns, String how) {
    String[] renamed = columns.stream().map(name -> OTHER + name).toArray(String[]::new);
    Dataset<Row> right = others.select(columns(columns)).toDF(renamed);
    return rows.join(right, same(rows, columns), how);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }
}

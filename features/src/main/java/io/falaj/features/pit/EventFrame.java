package io.falaj.features.pit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.unix_micros;

import io.falaj.features.Boundary;
import io.falaj.features.Entity;
import io.falaj.features.EventTimes;
import io.falaj.features.FeatureView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A view's events, made from its source: the columns of {@link EventLayout}. Rows with a null key,
 * event time or available time are visible to no label, and are left out.
 */
public final class EventFrame {

  /** The event time of facts without time: before every label. */
  private static final String ALWAYS = "timestamp_micros(-62135596800000000L)";

  private static final long DAY = 86_400_000_000L;

  private final FeatureView view;

  public EventFrame(FeatureView view) {
    this.view = view;
  }

  /** The events of source rows; {@code _interval} is taken over when the source has it. */
  public Dataset<Row> events(Dataset<Row> source) {
    Dataset<Row> rows =
        view.where().isPresent() ? source.where(expr(view.where().get().text())) : source;
    List<Column> columns = keys();
    EventTimes times = view.times();
    Column event =
        times.eventTime().map(e -> expr(e.text()).cast("timestamp")).orElse(expr(ALWAYS));
    columns.add(event.as(EventLayout.EVENT_TIME));
    columns.add(
        times
            .availableTime()
            .map(a -> expr(a.text()).cast("timestamp"))
            .orElseGet(() -> later(event, times.publishDelay().toNanos() / 1000))
            .as(EventLayout.AVAILABLE_TIME));
    for (String column : view.sequence()) {
      columns.add(col("`" + column + "`").as(EventLayout.sequenceColumn(column)));
    }
    Column deleted = view.deleted().map(d -> expr(d.text())).orElse(lit(false));
    columns.add(coalesce(deleted, lit(false)).as(EventLayout.DELETED));
    EventLayout.inputs(view.features())
        .forEach((name, sql) -> columns.add(expr(sql.text()).as(name)));
    if (Arrays.asList(source.columns()).contains(EventLayout.INTERVAL)) {
      columns.add(col(EventLayout.INTERVAL));
    }
    Dataset<Row> events = visible(rows.select(columns.toArray(Column[]::new)));
    return laidOut(events.withColumn(EventLayout.ROW_HASH, RowHash.of(view, events.schema())));
  }

  /** Events with another available time, and perhaps as removals; the row hash stays. */
  public Dataset<Row> revised(Dataset<Row> events, Column available, Column deleted) {
    return laidOut(
        events
            .withColumn(EventLayout.AVAILABLE_TIME, available)
            .withColumn(EventLayout.DELETED, deleted));
  }

  private List<Column> keys() {
    List<Column> columns = new ArrayList<>();
    List<Entity.Key> keys = view.entity().keys();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(expr(view.keys().get(i).text()).cast(keys.get(i).type()).as(keys.get(i).name()));
    }
    return columns;
  }

  private Dataset<Row> visible(Dataset<Row> rows) {
    Column visible =
        col(EventLayout.EVENT_TIME).isNotNull().and(col(EventLayout.AVAILABLE_TIME).isNotNull());
    for (String key : view.entity().keyNames()) {
      visible = visible.and(col("`" + key + "`").isNotNull());
    }
    return rows.where(visible);
  }

  /** Adds or replaces what follows from keys and times, and puts the columns in order. */
  private Dataset<Row> laidOut(Dataset<Row> events) {
    List<String> names = new ArrayList<>(EventLayout.columns(view, view.features()));
    if (Arrays.asList(events.columns()).contains(EventLayout.INTERVAL)) {
      names.add(EventLayout.INTERVAL);
    }
    names.add(EventLayout.SLAB);
    names.add(EventLayout.BUCKET);
    boolean exclusive =
        view.times().eventTime().isPresent() && view.times().boundary() == Boundary.EXCLUSIVE;
    Column first = later(col(EventLayout.EVENT_TIME), exclusive ? 1 : 0);
    // Days since 1970 are counted, not cast: the session's zone has no say in the slab.
    Column micros = unix_micros(col(EventLayout.KNOWN_TIME));
    Column day = micros.minus(pmod(micros, lit(DAY))).divide(lit(DAY)).cast("int");
    return events
        .withColumn(EventLayout.KNOWN_TIME, greatest(first, col(EventLayout.AVAILABLE_TIME)))
        .withColumn(EventLayout.SLAB, trunc(date_from_unix_date(day), "MM"))
        .withColumn(EventLayout.BUCKET, bucket())
        .select(names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new));
  }

  /**
   * The events as an events table keeps them: task i holds bucket i, sorted by slab, keys and known
   * time. The partition columns come first in the order, or the writer would sort again.
   */
  public Dataset<Row> sorted(Dataset<Row> events) {
    List<Column> order = new ArrayList<>();
    order.add(col(EventLayout.SLAB));
    order.add(col(EventLayout.BUCKET));
    EventLayout.order(view).forEach(name -> order.add(col("`" + name + "`")));
    return spread(events, view.entity().keyNames(), view.entity().buckets())
        .sortWithinPartitions(order.toArray(Column[]::new));
  }

  static Dataset<Row> spread(Dataset<Row> rows, List<String> keys, int buckets) {
    return keys.isEmpty()
        ? rows.repartition(1)
        : rows.repartition(
            buckets, keys.stream().map(key -> col("`" + key + "`")).toArray(Column[]::new));
  }

  private Column bucket() {
    Column[] keys =
        view.entity().keyNames().stream().map(key -> col("`" + key + "`")).toArray(Column[]::new);
    return keys.length == 0 ? lit(0) : pmod(hash(keys), lit(view.entity().buckets())).cast("int");
  }

  /** An instant some microseconds later. */
  public static Column later(Column time, long micros) {
    return micros == 0 ? time : timestamp_micros(unix_micros(time).plus(lit(micros)));
  }
}

package io.falaj.features.pit;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import io.falaj.features.Boundary;
import io.falaj.features.Entity;
import io.falaj.features.EventTimes;
import io.falaj.features.FeatureView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    return events(source, lit(null).cast("timestamp"));
  }

  /**
   * The events of source rows that were not known before a given instant.
   *
   * @param notBefore an instant of each row; null where there is no such bound
   */
  public Dataset<Row> events(Dataset<Row> source, Column notBefore) {
    Dataset<Row> rows =
        view.where().isPresent() ? source.where(expr(view.where().get().text())) : source;
    List<Column> columns = new ArrayList<>();
    List<Entity.Key> keys = view.entity().keys();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(expr(view.keys().get(i).text()).cast(keys.get(i).type()).as(keys.get(i).name()));
    }
    EventTimes times = view.times();
    Column event =
        times.eventTime().map(e -> expr(e.text()).cast("timestamp")).orElse(expr(ALWAYS));
    Column available =
        times
            .availableTime()
            .map(a -> expr(a.text()).cast("timestamp"))
            .orElseGet(() -> later(event, times.publishDelay().toNanos() / 1000));
    columns.add(event.as(EventLayout.EVENT_TIME));
    columns.add(
        org.apache
            .spark
            .sql
            .functions
            .when(available.isNotNull(), greatest(available, notBefore))
            .as(EventLayout.AVAILABLE_TIME));
    for (String column : view.sequence()) {
      columns.add(col("`" + column + "`").as(EventLayout.sequenceColumn(column)));
    }
    columns.add(
        view.deleted()
            .map(d -> coalesce(expr(d.text()), lit(false)))
            .orElse(lit(false))
            .as(EventLayout.DELETED));
    Map<String, io.falaj.features.SqlText> inputs = EventLayout.inputs(view.features());
    inputs.forEach((name, sql) -> columns.add(expr(sql.text()).as(name)));
    if (List.of(source.columns()).contains(EventLayout.INTERVAL)) {
      columns.add(col(EventLayout.INTERVAL));
    }
    return laidOut(rows.select(columns.toArray(Column[]::new)), inputs);
  }

  private Dataset<Row> laidOut(Dataset<Row> rows, Map<String, io.falaj.features.SqlText> inputs) {
    List<Column> hashed = new ArrayList<>(List.of(col(EventLayout.DELETED)));
    inputs.keySet().forEach(name -> hashed.add(col(name)));
    Column first =
        view.times().eventTime().isPresent() && view.times().boundary() == Boundary.EXCLUSIVE
            ? later(col(EventLayout.EVENT_TIME), 1)
            : col(EventLayout.EVENT_TIME);
    List<Column> columns = new ArrayList<>();
    List<Column> keys = new ArrayList<>();
    for (String key : view.entity().keyNames()) {
      keys.add(col("`" + key + "`"));
    }
    columns.addAll(keys);
    columns.add(greatest(first, col(EventLayout.AVAILABLE_TIME)).as(EventLayout.KNOWN_TIME));
    columns.add(col(EventLayout.EVENT_TIME));
    columns.add(col(EventLayout.AVAILABLE_TIME));
    EventLayout.sequenceColumns(view).forEach(name -> columns.add(col("`" + name + "`")));
    columns.add(xxhash64(hashed.toArray(Column[]::new)).as(EventLayout.ROW_HASH));
    columns.add(col(EventLayout.DELETED));
    inputs.keySet().forEach(name -> columns.add(col(name)));
    if (List.of(rows.columns()).contains(EventLayout.INTERVAL)) {
      columns.add(col(EventLayout.INTERVAL));
    }
    Column visible =
        col(EventLayout.EVENT_TIME).isNotNull().and(col(EventLayout.AVAILABLE_TIME).isNotNull());
    for (Column key : keys) {
      visible = visible.and(key.isNotNull());
    }
    // Days since 1970 are counted, not cast: the session's zone has no say in the slab.
    Column micros = unix_micros(col(EventLayout.KNOWN_TIME));
    Column day = micros.minus(pmod(micros, lit(DAY))).divide(lit(DAY)).cast("int");
    return rows.where(visible)
        .select(columns.toArray(Column[]::new))
        .withColumn(
            EventLayout.SLAB,
            org.apache.spark.sql.functions.trunc(
                org.apache.spark.sql.functions.date_from_unix_date(day), "MM"))
        .withColumn(EventLayout.BUCKET, bucket(keys, view.entity().buckets()));
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

  private static Column bucket(List<Column> keys, int buckets) {
    return keys.isEmpty()
        ? lit(0)
        : pmod(hash(keys.toArray(Column[]::new)), lit(buckets)).cast("int");
  }

  private static Column later(Column time, long micros) {
    return micros == 0 ? time : timestamp_micros(unix_micros(time).plus(lit(micros)));
  }
}

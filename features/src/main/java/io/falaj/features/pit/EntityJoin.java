package io.falaj.features.pit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.falaj.features.Entity;
import io.falaj.features.Feature;
import io.falaj.features.FeatureSelection.Join;
import io.falaj.features.FeatureView;
import io.falaj.lineage.DataInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Joins labels with all views of one entity: one shuffle of the labels, one pass over each view.
 */
final class EntityJoin {

  private static final String HIDDEN = "_pit_";

  private final List<Join> joins;
  private final Map<String, ViewEvents> events;
  private final Entity entity;
  private final String time;
  private final DataInterval times;
  private final Duration late;

  EntityJoin(
      List<Join> joins,
      Map<String, ViewEvents> events,
      String time,
      DataInterval times,
      Duration late) {
    this.joins = joins;
    this.events = events;
    this.entity = joins.get(0).view().entity();
    this.time = time;
    this.times = times;
    this.late = late;
  }

  /** The column of a feature between the joins. */
  static String column(Join join, Feature feature) {
    return join.name() + "." + feature.name();
  }

  /** Labels as they are, their times looked at as by a join. */
  static Dataset<Row> checked(Dataset<Row> labels, String time, DataInterval times) {
    StructType schema = labels.schema();
    LabelPlan plan =
        new LabelPlan(
            0,
            List.of(),
            schema.fieldIndex(time),
            LabelPlan.micros(times.start()),
            LabelPlan.micros(times.end()),
            0);
    return Internals.dataset(
        labels.sparkSession(),
        BucketMerge.merge(Internals.rows(labels), plan, List.of(), List.of()),
        schema);
  }

  Dataset<Row> join(Dataset<Row> labels) {
    Dataset<Row> sorted = sorted(labels);
    StructType schema = sorted.schema();
    int firstKey = labels.columns().length;
    LabelPlan plan =
        new LabelPlan(
            firstKey,
            entity.keys().stream().map(key -> new ColumnType(key.type())).toList(),
            schema.fieldIndex(time),
            LabelPlan.micros(times.start()),
            LabelPlan.micros(times.end()),
            TimeUnit.NANOSECONDS.toMicros(late.toNanos()));
    JavaRDD<InternalRow> rows = Internals.rows(sorted);
    int partitions = rows.getNumPartitions();
    if (partitions != 0 && partitions != entity.buckets()) {
      throw new IllegalStateException(
          "labels lie on %d partitions, not on the %d buckets of entity %s"
              .formatted(partitions, entity.buckets(), entity.name()));
    }
    List<ViewPlan> bucketPlans = new ArrayList<>();
    List<BucketReader> readers = new ArrayList<>();
    List<StructField> features = new ArrayList<>();
    for (Join join : joins) {
      ViewEvents of =
          Objects.requireNonNull(events.get(join.view().versionedName()), join.view().name());
      if (of instanceof ViewEvents.Buckets buckets) {
        StructType columns = columns(join, buckets.schema());
        ViewPlan viewPlan = ViewPlan.of(join.view(), join.features(), columns, of.revision());
        bucketPlans.add(viewPlan);
        readers.add(reader(labels, join, buckets, columns, viewPlan));
        features.addAll(outputs(join, viewPlan));
      }
    }
    if (!bucketPlans.isEmpty()) {
      rows = BucketMerge.merge(rows, plan, bucketPlans, readers);
    }
    for (Join join : joins) {
      ViewEvents of = Objects.requireNonNull(events.get(join.view().versionedName()));
      if (of instanceof ViewEvents.Rows unsorted) {
        StructType columns = columns(join, unsorted.events().schema());
        ViewPlan viewPlan = ViewPlan.of(join.view(), join.features(), columns, of.revision());
        rows = ShuffleMerge.merge(rows, plan, viewPlan, shuffled(join.view(), unsorted, columns));
        features.addAll(outputs(join, viewPlan));
      }
    }
    StructType joined = schema;
    for (StructField feature : features) {
      joined = joined.add(feature);
    }
    return Internals.dataset(labels.sparkSession(), rows, joined).drop(hidden());
  }

  /** The labels, with keys as the entity declares them, on their buckets, in order. */
  private Dataset<Row> sorted(Dataset<Row> labels) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (int i = 0; i < entity.keys().size(); i++) {
      Column key =
          col("`" + joins.get(0).labelKeys().get(i) + "`").cast(entity.keys().get(i).type());
      columns.add(key.as(HIDDEN + i));
    }
    Dataset<Row> keyed = labels.select(columns.toArray(Column[]::new));
    List<Column> order = new ArrayList<>();
    for (String name : hidden()) {
      order.add(col(name));
    }
    List<Column> spread = new ArrayList<>(order);
    order.add(col("`" + time + "`"));
    if (spread.isEmpty()) {
      return keyed.repartition(1).sortWithinPartitions(order.toArray(Column[]::new));
    }
    // A null leaves Spark's hash as it is: keys alone decide where a label goes, but for labels
    // that match nothing, which would otherwise all meet in one bucket.
    spread.add(when(anyNull(), col("`" + time + "`")));
    return keyed
        .repartition(entity.buckets(), spread.toArray(Column[]::new))
        .sortWithinPartitions(order.toArray(Column[]::new));
  }

  private Column anyNull() {
    Column any = lit(false);
    for (String name : hidden()) {
      any = any.or(col(name).isNull());
    }
    return any;
  }

  private String[] hidden() {
    String[] names = new String[entity.keys().size()];
    Arrays.setAll(names, i -> HIDDEN + i);
    return names;
  }

  private static StructType columns(Join join, StructType schema) {
    StructType columns = new StructType();
    for (String name : EventLayout.columns(join.view(), join.features())) {
      columns = columns.add(schema.apply(name));
    }
    return columns;
  }

  private BucketReader reader(
      Dataset<Row> labels,
      Join join,
      ViewEvents.Buckets buckets,
      StructType columns,
      ViewPlan plan) {
    Map<Integer, List<EventFile>> byBucket =
        Slabs.within(buckets.files(), times, join.view().reach(join.features())).stream()
            .collect(Collectors.groupingBy(EventFile::bucket));
    return new BucketReader(labels.sparkSession(), byBucket, columns, plan.reader());
  }

  private JavaRDD<InternalRow> shuffled(
      FeatureView view, ViewEvents.Rows unsorted, StructType columns) {
    Dataset<Row> rows = unsorted.events().selectExpr(quoted(List.of(columns.fieldNames())));
    Column[] order =
        EventLayout.order(view).stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    return Internals.rows(
        EventFrame.spread(rows, entity.keyNames(), entity.buckets()).sortWithinPartitions(order));
  }

  private static String[] quoted(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").toArray(String[]::new);
  }

  private static List<StructField> outputs(Join join, ViewPlan plan) {
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < join.features().size(); i++) {
      fields.add(
          new StructField(
              column(join, join.features().get(i)),
              plan.outputs().fields()[i].dataType(),
              true,
              org.apache.spark.sql.types.Metadata.empty()));
    }
    return fields;
  }
}

package io.falaj.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TableVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Joins a training set's labels once more as if everything had been known a little later than it
 * was. A feature that moves hangs on what became known in the last moment before its labels, which
 * is where a leak would be: a value that was computed from the label's own event.
 */
public final class LeakCheck {

  private static final String AS_IT_WAS = "_as_it_was_";

  /** The labels' own columns may be called like features, and both are needed for a while. */
  private static final String CARRIED = "_label_";

  private final Lake lake;

  public LeakCheck(Lake lake) {
    this.lake = lake;
  }

  /**
   * How one feature fared.
   *
   * @param column the feature's column
   * @param from the view, or the join, that it comes from
   * @param moved for how many labels it has another value
   */
  public record Moved(String column, String from, long moved) {}

  /**
   * What was found.
   *
   * @param labels how many labels there are
   * @param late by how much everything was later
   * @param features every feature, in the training set's order
   */
  public record Result(long labels, Duration late, List<Moved> features) {
    public Result {
      features = List.copyOf(features);
    }
  }

  /**
   * Checks a training set, from the versions and by the definitions that it was made from.
   *
   * @param late by how much everything is to be later, in whole microseconds and more than nothing
   * @throws io.falaj.lineage.FalajException.DataRefused if an input can no longer be read
   */
  public Result execute(TrainingSet set, Duration late) {
    TrainingSetSpec spec = new TrainingSets(lake).definitions(set);
    set.inputs().forEach(lake::checkIntact);
    FeatureSelection features = spec.features();
    SortedMap<String, TableVersion> pins = set.pins(features);
    String time = spec.labels().eventTime();
    Retrieve retrieve = new Retrieve(lake);
    Dataset<Row> labels = new TrainingRows(lake).labels(spec, set.input(spec.labels().source()));
    Set<String> carried = new LinkedHashSet<>(features.labelColumns());
    carried.add(time);
    Dataset<Row> own = labels;
    for (String column : carried) {
      own = own.withColumn(CARRIED + column, col("`" + column + "`"));
    }
    List<String> aside = carried.stream().map(column -> CARRIED + column).toList();
    Dataset<Row> now =
        retrieve
            .execute(new Retrieve.Request(own, time, spec.hull(), aside, features), pins)
            .rows();
    List<String> before = new ArrayList<>();
    for (String column : features.columns()) {
      now = now.withColumnRenamed(column, AS_IT_WAS + column);
      before.add(AS_IT_WAS + column);
    }
    for (String column : carried) {
      now = now.withColumnRenamed(CARRIED + column, column);
    }
    Dataset<Row> both =
        retrieve
            .execute(new Retrieve.Request(now, time, spec.hull(), before, features), pins, late)
            .rows();
    return counted(both, features, late);
  }

  private static Result counted(Dataset<Row> both, FeatureSelection features, Duration late) {
    StructType schema = both.schema();
    List<Column> counts = new ArrayList<>();
    for (String column : features.columns()) {
      boolean text = holdsMap(schema.apply(column).dataType());
      Column is = col("`" + column + "`");
      Column was = col("`" + AS_IT_WAS + column + "`");
      Column same = text ? is.cast("string").eqNullSafe(was.cast("string")) : is.eqNullSafe(was);
      counts.add(count(when(not(same), lit(1))));
    }
    Row row = both.agg(count(lit(1)), counts.toArray(Column[]::new)).first();
    List<Moved> moved = new ArrayList<>();
    for (int i = 0; i < features.outputs().size(); i++) {
      FeatureSelection.Output output = features.outputs().get(i);
      moved.add(new Moved(output.column(), output.from(), row.getLong(i + 1)));
    }
    return new Result(row.getLong(0), late, moved);
  }

  /** Spark compares no maps. */
  private static boolean holdsMap(DataType type) {
    if (type instanceof ArrayType array) {
      return holdsMap(array.elementType());
    } else if (type instanceof StructType struct) {
      return List.of(struct.fields()).stream().anyMatch(field -> holdsMap(field.dataType()));
    }
    return type instanceof MapType;
  }
}

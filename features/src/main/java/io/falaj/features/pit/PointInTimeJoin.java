package io.falaj.features.pit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import io.falaj.features.FeatureSelection;
import io.falaj.features.FeatureSelection.Join;
import io.falaj.features.OnDemandView;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Label rows with features as known at their times: exactly one row out for each row in, and
 * nothing in it from the future.
 */
public final class PointInTimeJoin {

  private final FeatureSelection selection;
  private final Map<String, ViewEvents> events;
  private final Duration late;

  /**
   * @param selection what the labels are joined with
   * @param events the events of each view, by the view's versioned name
   */
  public PointInTimeJoin(FeatureSelection selection, Map<String, ViewEvents> events) {
    this(selection, events, Duration.ZERO);
  }

  /**
   * As if everything had been known later than it was.
   *
   * @param late by how much, in whole microseconds
   */
  public PointInTimeJoin(
      FeatureSelection selection, Map<String, ViewEvents> events, Duration late) {
    this.selection = selection;
    this.events = Map.copyOf(events);
    this.late = late;
  }

  /**
   * Joins.
   *
   * @param labels rows with a time, keys and the columns that features on demand use
   * @param time the column of type timestamp that features are as known at; a null in it is refused
   *     while the rows are read
   * @param times an interval that holds the times of all labels; one outside is refused likewise
   * @param kept the labels' columns that come out, before the features
   * @throws FalajException.Configuration if the labels lack a column or names clash
   */
  public Dataset<Row> join(
      Dataset<Row> labels, String time, DataInterval times, List<String> kept) {
    check(labels, time, kept);
    Set<String> used = used(time, kept);
    Dataset<Row> rows = labels.select(columns(used));
    for (List<Join> group : groups()) {
      rows = new EntityJoin(group, events, time, times, late).join(rows);
    }
    if (selection.joins().isEmpty()) {
      rows = EntityJoin.checked(rows, time, times);
    }
    return onDemand(nested(rows, used), time, kept);
  }

  private Set<String> used(String time, List<String> kept) {
    Set<String> used = new LinkedHashSet<>(kept);
    used.add(time);
    used.addAll(selection.labelColumns());
    return used;
  }

  /** Views that are joined on the same label columns of the same entity share one pass. */
  private List<List<Join>> groups() {
    Map<List<Object>, List<Join>> groups = new LinkedHashMap<>();
    for (Join join : selection.joins()) {
      groups
          .computeIfAbsent(
              List.of(join.view().entity(), join.labelKeys()), key -> new ArrayList<>())
          .add(join);
    }
    return List.copyOf(groups.values());
  }

  /** One struct for each join, so that expressions name features as {@code view.feature}. */
  private Dataset<Row> nested(Dataset<Row> rows, Set<String> labelColumns) {
    List<Column> columns = new ArrayList<>(Arrays.asList(columns(labelColumns)));
    for (Join join : selection.joins()) {
      Column[] features =
          join.features().stream()
              .map(f -> col("`" + EntityJoin.column(join, f) + "`").as(f.name()))
              .toArray(Column[]::new);
      columns.add(struct(features).as(join.name()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> onDemand(Dataset<Row> nested, String time, List<String> kept) {
    Dataset<Row> rows = nested;
    if (!selection.computed().isEmpty() && !time.equals(OnDemandView.LABEL_TIME)) {
      rows = rows.withColumn(OnDemandView.LABEL_TIME, col("`" + time + "`"));
    }
    for (OnDemandView view : selection.computed()) {
      List<Column> features = new ArrayList<>();
      view.features().forEach((name, sql) -> features.add(expr(sql.text()).as(name)));
      rows = rows.withColumn(view.name(), struct(features.toArray(Column[]::new)));
    }
    List<Column> columns = new ArrayList<>(Arrays.asList(columns(kept)));
    for (FeatureSelection.Output output : selection.outputs()) {
      columns.add(col(output.from() + "." + output.feature()).as(output.column()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private void check(Dataset<Row> labels, String time, List<String> kept) {
    Set<String> present = new LinkedHashSet<>(Arrays.asList(labels.columns()));
    Set<String> used = used(time, kept);
    Set<String> missing = new LinkedHashSet<>(used);
    missing.removeAll(present);
    if (!missing.isEmpty()) {
      throw new FalajException.Configuration(
          "The labels have no column %s, which the features need. They have: %s. Add it to the labels' query."
              .formatted(quoted(missing), String.join(", ", present)));
    }
    if (!labels.schema().apply(time).dataType().equals(DataTypes.TimestampType)) {
      throw new FalajException.Configuration(
          "The labels' time '%s' is a %s: it must be a timestamp, an instant in UTC."
              .formatted(time, labels.schema().apply(time).dataType().sql()));
    }
    Set<String> clashes = new LinkedHashSet<>(kept);
    clashes.retainAll(selection.columns());
    Set<String> views = viewNames();
    views.retainAll(used);
    clashes.addAll(views);
    if (!clashes.isEmpty()) {
      throw new FalajException.Configuration(
          "%s is both a column of the labels and a feature or view. Rename the feature with 'as', or the column."
              .formatted(quoted(clashes)));
    }
    if (!selection.computed().isEmpty()
        && kept.contains(OnDemandView.LABEL_TIME)
        && !time.equals(OnDemandView.LABEL_TIME)) {
      throw new FalajException.Configuration(
          "The labels have a column '%s', which is what features on demand call the labels' time '%s'. Rename that column."
              .formatted(OnDemandView.LABEL_TIME, time));
    }
  }

  private Set<String> viewNames() {
    Set<String> names = new LinkedHashSet<>();
    selection.joins().forEach(join -> names.add(join.name()));
    selection.computed().forEach(view -> names.add(view.name()));
    return names;
  }

  private static String quoted(Set<String> names) {
    return "'" + String.join("', '", names) + "'";
  }

  private static Column[] columns(Iterable<String> names) {
    List<Column> columns = new ArrayList<>();
    names.forEach(name -> columns.add(col("`" + name + "`")));
    return columns.toArray(Column[]::new);
  }
}

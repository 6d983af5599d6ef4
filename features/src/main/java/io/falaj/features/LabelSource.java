package io.falaj.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where labels come from: the same rows are asked for in training and in scoring.
 *
 * @param source the table
 * @param eventTime its column with the time that features are as known at
 * @param columns the columns that name a row
 * @param label what is to be predicted; null where it is not known
 * @param where which rows are labels
 */
public record LabelSource(
    TableName source,
    String eventTime,
    List<String> columns,
    SqlText label,
    Optional<SqlText> where) {

  /** The column that holds the label, as a double; a boolean is 0 or 1. */
  public static final String LABEL = "label";

  public LabelSource {
    columns = List.copyOf(columns);
  }

  /**
   * The columns that stand in training sets and predictions: those that name a row, and the time.
   */
  public List<String> identity() {
    Set<String> identity = new LinkedHashSet<>(columns);
    identity.add(eventTime);
    return List.copyOf(identity);
  }

  /**
   * The labels of an interval: identity, label, and the columns that features need.
   *
   * @param rows rows of the source, those of the interval at least
   */
  public Dataset<Row> rows(Dataset<Row> rows, DataInterval interval, Collection<String> needed) {
    Column time = col("`" + eventTime + "`");
    Dataset<Row> labels =
        rows.where(time.geq(lit(interval.start())).and(time.lt(lit(interval.end()))));
    if (where.isPresent()) {
      labels = labels.where(expr(where.get().text()));
    }
    Set<String> names = new LinkedHashSet<>(identity());
    names.addAll(needed);
    List<Column> selected = new ArrayList<>();
    names.forEach(name -> selected.add(col("`" + name + "`")));
    selected.add(expr(label.text()).cast("double").as(LABEL));
    return labels.select(selected.toArray(Column[]::new));
  }

  Fingerprint fingerprint() {
    return Fingerprint.builder("labels")
        .add("source", source)
        .add("event_time", eventTime)
        .add("columns", columns)
        .add("label", label.canonical())
        .add("where", where.map(SqlText::canonical).orElse(null))
        .build();
  }
}

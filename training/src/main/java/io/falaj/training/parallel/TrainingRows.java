package io.falaj.training.parallel;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows to train on, with three columns that say how.
 *
 * @param rows features, and the columns named below; no label is null
 */
public record TrainingRows(Dataset<Row> rows) {

  /** The row's identity: a long that its identity columns hash to. */
  public static final String ID = "_falaj_id";

  /** The label, 1.0 or 0.0. */
  public static final String LABEL = "_falaj_label";

  /** Whether the row is of the validation split. */
  public static final String VALIDATION = "_falaj_validation";

  /**
   * Takes the labelled rows of the fit and the validation split.
   *
   * @param identity the columns that tell rows apart
   * @param label a boolean or numeric column
   * @param split the column that says {@code fit} or {@code validation}
   */
  public static TrainingRows of(
      Dataset<Row> set, List<String> identity, String label, String split, List<String> features) {
    List<Column> columns = new ArrayList<>();
    features.forEach(feature -> columns.add(set.col("`" + feature + "`")));
    columns.add(
        functions
            .xxhash64(
                identity.stream().map(name -> set.col("`" + name + "`")).toArray(Column[]::new))
            .as(ID));
    Column labels = set.col("`" + label + "`");
    Column splits = set.col("`" + split + "`");
    columns.add(labels.cast("boolean").cast("double").as(LABEL));
    columns.add(splits.equalTo("validation").as(VALIDATION));
    return new TrainingRows(
        set.where(labels.isNotNull().and(splits.isin("fit", "validation")))
            .select(columns.toArray(Column[]::new)));
  }

  /** Those of the fit split. */
  public Dataset<Row> fit() {
    return rows.where(functions.not(functions.col(VALIDATION)));
  }
}

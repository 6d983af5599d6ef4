package io.falaj.training.preprocess;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.Problems;
import io.falaj.training.preprocess.PreprocessingYaml.As;
import io.falaj.training.preprocess.PreprocessingYaml.ColumnYaml;
import io.falaj.training.preprocess.PreprocessingYaml.Impute;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/**
 * Fits a {@link Preprocessing}: one job, one pass, the same result however the rows are
 * partitioned.
 */
public final class PreprocessingFitter {

  private final PreprocessingYaml spec;

  public PreprocessingFitter(PreprocessingYaml spec) {
    this.spec = spec;
  }

  /**
   * Fits on rows.
   *
   * @param fit rows of the fit split
   * @param features the feature columns, in order
   * @return an encoding of each feature that has a value, those without left out
   * @throws FalajException.Configuration if the specification names a column that is none of them,
   *     a column's type is neither number, boolean nor text, or a category has too many values
   * @throws FalajException.DataRefused if there are no rows, or no feature has a value
   */
  public Preprocessing fit(Dataset<Row> fit, List<String> features) {
    List<Plan> plans = plans(fit, features);
    Column[] columns =
        plans.stream().map(plan -> functions.col("`" + plan.column() + "`")).toArray(Column[]::new);
    List<ColumnSummary[]> parts =
        fit.select(columns)
            .toJavaRDD()
            .mapPartitions(
                rows -> {
                  ColumnSummary[] summaries = fresh(plans);
                  while (rows.hasNext()) {
                    Row row = rows.next();
                    for (int i = 0; i < summaries.length; i++) {
                      summaries[i].add(row.get(i));
                    }
                  }
                  return List.<ColumnSummary[]>of(summaries).iterator();
                })
            .collect();
    ColumnSummary[] whole = fresh(plans);
    for (ColumnSummary[] part : parts) {
      for (int i = 0; i < whole.length; i++) {
        whole[i].merge(part[i]);
      }
    }
    if (whole[0].present + whole[0].missing == 0) {
      throw new FalajException.DataRefused(
          "There are no rows to fit the preprocessing on. Check the training set's fit interval.");
    }
    List<ColumnEncoding> encodings = new ArrayList<>();
    for (int i = 0; i < whole.length; i++) {
      if (whole[i].present > 0) {
        encodings.add(encoding(plans.get(i), whole[i]));
      }
    }
    if (encodings.isEmpty()) {
      throw new FalajException.DataRefused(
          "No feature has a value in the rows that the preprocessing is fitted on (%s). Check the training set."
              .formatted(String.join(", ", plans.stream().map(Plan::column).toList())));
    }
    return Preprocessing.of(encodings);
  }

  private ColumnEncoding encoding(Plan plan, ColumnSummary summary) {
    if (summary instanceof ColumnSummary.OfCategory category) {
      if (category.tooMany()) {
        throw new FalajException.Configuration(
            ("Feature '%s' has more than %,d distinct values, too many for a category. Exclude it under"
                    + " preprocessing, or make a feature of it that has fewer.")
                .formatted(plan.column(), ColumnSummary.OfCategory.MOST_DISTINCT));
      }
      return new ColumnEncoding.Category(plan.column(), kept(category.counts()));
    }
    ColumnSummary.OfNumber number = (ColumnSummary.OfNumber) summary;
    double mean = number.mean();
    return new ColumnEncoding.Numeric(
        plan.column(),
        plan.log1p(),
        plan.impute() == Impute.MEAN ? mean : number.median(),
        number.missing > 0,
        mean,
        number.deviation(),
        spec.clip());
  }

  private List<String> kept(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= spec.minRows())
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(spec.maxCategories())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private List<Plan> plans(Dataset<Row> fit, List<String> features) {
    Problems problems = new Problems();
    Set<String> named = new HashSet<>(spec.exclude());
    named.addAll(spec.columns().keySet());
    for (String name : named.stream().sorted().toList()) {
      if (!features.contains(name)) {
        problems.add(
            spec.location(),
            "preprocessing names '%s', which is no feature of the training set.%s"
                .formatted(name, Problems.suggest(name, features)));
      }
    }
    List<String> present = Arrays.asList(fit.columns());
    List<Plan> plans = new ArrayList<>();
    for (String feature : features) {
      if (spec.exclude().contains(feature) || !present.contains(feature)) {
        continue;
      }
      DataType type = fit.schema().apply(feature).dataType();
      ColumnYaml own = spec.columns().get(feature);
      boolean numeric = Numbers.isNumber(type);
      As as = own != null && own.as() != null ? own.as() : numeric ? As.NUMBER : As.CATEGORY;
      if (as == As.NUMBER && type instanceof StringType) {
        problems.add(
            spec.location(),
            "feature '%s' is text and cannot be read as a number. Make a number of it in its feature view, or leave 'as' out."
                .formatted(feature));
      } else if (!numeric && !(type instanceof StringType)) {
        problems.add(
            spec.location(),
            "feature '%s' is of type %s: a model reads numbers, booleans and text. Exclude it."
                .formatted(feature, type.simpleString()));
      }
      Impute impute = own != null && own.impute() != null ? own.impute() : spec.impute();
      plans.add(new Plan(feature, as, own != null && own.log1p(), impute));
    }
    if (plans.isEmpty()) {
      problems.add(spec.location(), "no feature is left for the model to read.");
    }
    problems.throwIfAny();
    return plans;
  }

  private static ColumnSummary[] fresh(List<Plan> plans) {
    return plans.stream()
        .map(
            plan ->
                plan.as() == As.CATEGORY
                    ? new ColumnSummary.OfCategory()
                    : new ColumnSummary.OfNumber(plan.log1p()))
        .toArray(ColumnSummary[]::new);
  }

  private record Plan(String column, As as, boolean log1p, Impute impute) implements Serializable {}
}

package io.falaj.training.preprocess;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How features are preprocessed, as a model file says it; every key may be left out. */
@Description("How feature columns become numbers; fitted on the fit split only.")
public record PreprocessingYaml(
    @Description("What replaces a missing number.") @DefaultValue("median") Impute impute,
    @Description("A scaled number is clipped to plus and minus this many standard deviations.")
        @DefaultValue("8")
        double clip,
    @Description("Categories seen in fewer rows share the slot of unknown ones.")
        @DefaultValue("50")
        long minRows,
    @Description("At most so many categories of a column get a slot, the most frequent first.")
        @DefaultValue("256")
        int maxCategories,
    @Description("Feature columns that the model does not read.") List<String> exclude,
    @Description("What differs for single columns.") Map<String, ColumnYaml> columns,
    Location location) {

  public PreprocessingYaml {
    exclude = List.copyOf(exclude);
    if (!(clip > 0)) {
      throw new IllegalArgumentException("'clip' must be positive, not " + clip + ".");
    }
    if (maxCategories < 1 || minRows < 1) {
      throw new IllegalArgumentException("'max_categories' and 'min_rows' must be at least 1.");
    }
  }

  /** What replaces a missing number. */
  public enum Impute {
    MEDIAN,
    MEAN
  }

  /** Whether a column is read as a number or as a category. */
  public enum As {
    NUMBER,
    CATEGORY
  }

  /** What differs for one column. */
  public record ColumnYaml(
      @Description("number or category; by default what the column's type says.") @Nullable As as,
      @Description("Take sign(x) ln(1 + |x|) first.") @DefaultValue("false") boolean log1p,
      @Nullable Impute impute) {}
}

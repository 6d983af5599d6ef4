package io.falaj.training.preprocess;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** How one feature column becomes slots of a block, as fitted: part of a model's artifact. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ColumnEncoding.Numeric.class, name = "number"),
  @JsonSubTypes.Type(value = ColumnEncoding.Category.class, name = "category")
})
public sealed interface ColumnEncoding extends Serializable {

  /** The feature column that is read. */
  String column();

  /** The names of the slots that it fills, in order; never empty. */
  List<String> slots();

  /**
   * A number {@code x}. With {@code log1p}, {@code x} is first replaced by {@code sign(x) ×
   * ln(1+|x|)}. A missing {@code x} (null, not finite or of a magnitude beyond 1e150) becomes
   * {@code impute}. The first slot is {@code (x − mean) / scale}, clipped to {@code ±clip}; with
   * {@code indicator} a second slot is 1 where {@code x} was missing, else 0.
   *
   * @param impute in the units after the logarithm, as are mean and scale
   * @param scale positive
   * @param clip positive
   */
  record Numeric(
      String column,
      boolean log1p,
      double impute,
      boolean indicator,
      double mean,
      double scale,
      double clip)
      implements ColumnEncoding {

    public Numeric {
      if (!(scale > 0) || !(clip > 0) || !Double.isFinite(mean) || !Double.isFinite(impute)) {
        throw new IllegalArgumentException(
            "column '%s': scale %s and clip %s must be positive, mean %s and impute %s finite"
                .formatted(column, scale, clip, mean, impute));
      }
    }

    @Override
    public List<String> slots() {
      return indicator ? List.of(column, column + " missing") : List.of(column);
    }
  }

  /**
   * A category, one slot for each known value, in the order listed, and a last one for every other
   * value and for null: exactly one of them is 1, the others are 0.
   *
   * @param values distinct
   */
  record Category(String column, List<String> values) implements ColumnEncoding {

    public Category {
      values = List.copyOf(values);
      if (values.stream().distinct().count() < values.size()) {
        throw new IllegalArgumentException("column '%s' lists a value twice".formatted(column));
      }
    }

    @Override
    public List<String> slots() {
      List<String> slots = new ArrayList<>();
      values.forEach(value -> slots.add(column + "=" + value));
      slots.add(column + " other");
      return List.copyOf(slots);
    }
  }
}

package io.falaj.training.preprocess;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Json;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fitted preprocessing: which columns a model reads and how they become the slots of its float32
 * blocks. Kept as JSON, {@code {"format": "falaj-preprocessing-1", "columns": [{"kind": "number",
 * "column": …, …}, {"kind": "category", …}]}}, each kind as {@link ColumnEncoding} tells.
 *
 * @param format {@link #FORMAT}
 * @param columns in slot order
 */
public record Preprocessing(String format, List<ColumnEncoding> columns) implements Serializable {

  /** The only format there is. */
  public static final String FORMAT = "falaj-preprocessing-1";

  public Preprocessing {
    columns = List.copyOf(columns);
    requireFormat(format);
  }

  public static Preprocessing of(List<ColumnEncoding> columns) {
    return new Preprocessing(FORMAT, columns);
  }

  /** The number of slots: the width of a block. */
  public int width() {
    return columns.stream().mapToInt(column -> column.slots().size()).sum();
  }

  /** The slots' names, in order. */
  public List<String> slots() {
    return columns.stream().flatMap(column -> column.slots().stream()).toList();
  }

  /** The columns that are read, in order. */
  public List<String> inputs() {
    return columns.stream().map(ColumnEncoding::column).toList();
  }

  public String toJson() {
    return Json.pretty(this) + "\n";
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if the text is something else
   * @throws FalajException.Configuration if it has another format
   */
  public static Preprocessing fromJson(String json) {
    // By itself first: what is thrown while a record is read arrives as an error of reading.
    requireFormat(Json.read(json, Format.class).format);
    return Json.read(json, Preprocessing.class);
  }

  private static void requireFormat(@Nullable String format) {
    if (!FORMAT.equals(format)) {
      throw new FalajException.Configuration(
          ("The model's preprocessing has the format '%s', and this version of Falaj reads '%s'."
                  + " Use the version of Falaj that trained the model.")
              .formatted(format, FORMAT));
    }
  }

  private record Format(@Nullable String format) {}
}

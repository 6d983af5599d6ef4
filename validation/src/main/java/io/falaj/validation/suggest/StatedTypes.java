package io.falaj.validation.suggest;

import io.falaj.lineage.SourceFile;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.Sources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** The types that files state of their columns, where all of them state the same. */
final class StatedTypes {

  private StatedTypes() {}

  /** By the source's names; a column is not there where files say nothing, or different types. */
  static Map<String, DataType> of(Sources sources, List<SourceFile> files, SourceFormat format) {
    Map<String, DataType> types = new HashMap<>();
    for (SourceFile file : files) {
      Map<String, DataType> own = new HashMap<>();
      sources
          .types(file, format)
          .ifPresent(
              stated -> {
                for (StructField field : stated.fields()) {
                  own.put(field.name(), contract(field.dataType()));
                }
              });
      if (file.equals(files.get(0))) {
        types.putAll(own);
      }
      types.entrySet().removeIf(type -> !type.getValue().equals(own.get(type.getKey())));
    }
    return types;
  }

  /** The type of a contract that holds the same values: bytes and what is nested are text there. */
  private static DataType contract(DataType type) {
    if (type instanceof ByteType || type instanceof ShortType) {
      return DataTypes.IntegerType;
    } else if (type instanceof TimestampNTZType) {
      return DataTypes.TimestampType;
    }
    boolean same =
        type instanceof NumericType
            || type instanceof BooleanType
            || type instanceof DateType
            || type instanceof TimestampType;
    return same ? type : DataTypes.StringType;
  }

  static Optional<InferredType> inferred(Map<String, DataType> types, String column) {
    return Optional.ofNullable(types.get(column)).map(type -> new InferredType(type, ""));
  }
}

package io.falaj.validation;

import io.falaj.lineage.config.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types that a contract's columns may have, by the names that YAML uses. */
final class ColumnType {

  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");
  private static final Map<String, DataType> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("string", DataTypes.StringType);
    NAMES.put("boolean", DataTypes.BooleanType);
    NAMES.put("int", DataTypes.IntegerType);
    NAMES.put("long", DataTypes.LongType);
    NAMES.put("float", DataTypes.FloatType);
    NAMES.put("double", DataTypes.DoubleType);
    NAMES.put("date", DataTypes.DateType);
    NAMES.put("timestamp", DataTypes.TimestampType);
  }

  private ColumnType() {}

  static Optional<DataType> parse(String name) {
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      return precision >= 1 && precision <= 38 && scale <= precision
          ? Optional.of(DataTypes.createDecimalType(precision, scale))
          : Optional.empty();
    }
    return Optional.ofNullable(NAMES.get(name));
  }

  static String unknown(String name) {
    if (name.startsWith("decimal")) {
      return ("type '%s' is no decimal: write decimal(PRECISION,SCALE) with a precision from 1 to 38"
              + " and a scale not above it.")
          .formatted(name);
    }
    java.util.List<String> known = new java.util.ArrayList<>(NAMES.keySet());
    known.add("decimal(9,2)");
    return "there is no type '%s'.%s".formatted(name, Problems.suggest(name, known));
  }
}

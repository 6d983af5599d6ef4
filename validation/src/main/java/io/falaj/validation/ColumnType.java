package io.falaj.validation;

import io.falaj.lineage.config.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.TimestampType;

/** The types that a contract's columns may have, by the names that YAML uses. */
final class ColumnType {

  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");
  private static final int INT_DIGITS = 10;
  private static final int LONG_DIGITS = 19;
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

  /** Whether every value of the one type is a value of the other, and reads the same. */
  static boolean widens(DataType was, DataType is) {
    if (is instanceof DecimalType wide) {
      int whole = wide.precision() - wide.scale();
      return was instanceof DecimalType narrow
          ? wide.scale() >= narrow.scale() && whole >= narrow.precision() - narrow.scale()
          : (was instanceof IntegerType && whole >= INT_DIGITS)
              || (was instanceof LongType && whole >= LONG_DIGITS);
    }
    return (was instanceof IntegerType && (is instanceof LongType || is instanceof DoubleType))
        || (was instanceof FloatType && is instanceof DoubleType)
        || (was instanceof DateType && is instanceof TimestampType);
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

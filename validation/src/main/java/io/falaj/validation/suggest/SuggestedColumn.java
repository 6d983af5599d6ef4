package io.falaj.validation.suggest;

import io.falaj.validation.PersonalData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A column as the contract is to state it.
 *
 * @param place in the source, from 0
 * @param source its name there
 * @param name in the tables
 * @param stated how it is known to relate to a person, whatever it holds
 * @param seen what it holds
 * @param type what that reads as
 */
record SuggestedColumn(
    int place,
    String source,
    String name,
    Optional<PersonalData> stated,
    ColumnSeen seen,
    InferredType type) {

  /** A longer text names no row. */
  private static final int LONGEST_KEY = 100;

  private static final List<String> KEY_WORDS =
      List.of("id", "key", "code", "uuid", "number", "no");

  boolean nullable() {
    return seen.nulls() > 0 || seen.count() == 0;
  }

  boolean personal() {
    return stated.isPresent() || seen.personal().isPresent();
  }

  /** Its name as YAML writes it. */
  String yaml() {
    return Yaml.text(name);
  }

  /** Whether it numbers rows: how far it comes says nothing of the next ones. */
  boolean counter() {
    return seen.numbers().isPresent() && !personal();
  }

  /** Whether it may be part of a key: there is always a value, and not always the same. */
  boolean keyLike(long rows) {
    boolean constant = seen.texts().values().map(values -> values.size() == 1).orElse(false);
    boolean longText = type.type() instanceof StringType && seen.texts().maxLength() > LONGEST_KEY;
    return !nullable()
        && !(type.type() instanceof DoubleType || type.type() instanceof FloatType)
        && !longText
        && (!constant || rows == 1);
  }

  /** How little it looks like part of a key: names and codes first, what is measured last. */
  int keyCost() {
    String last = name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
    int cost;
    DataType is = type.type();
    if (KEY_WORDS.contains(last)) {
      cost = 1;
    } else if (is instanceof StringType || is instanceof TimestampType || is instanceof DateType) {
      cost = 2;
    } else {
      cost = is instanceof BooleanType ? 4 : is instanceof DecimalType ? 5 : 3;
    }
    return personal() ? cost + 6 : cost;
  }
}

package io.falaj.lineage;

import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/** Avro's types as those of tables; what has no like there is text. */
final class AvroTypes {

  private AvroTypes() {}

  static StructType of(Schema record) {
    StructType types = new StructType();
    for (Schema.Field field : record.getFields()) {
      types = types.add(field.name(), type(field.schema()));
    }
    return types;
  }

  private static DataType type(Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      List<Schema> values =
          schema.getTypes().stream().filter(of -> of.getType() != Schema.Type.NULL).toList();
      return values.size() == 1 ? type(values.get(0)) : DataTypes.StringType;
    }
    LogicalType logical = schema.getLogicalType();
    if (logical != null) {
      return logical(logical);
    }
    return switch (schema.getType()) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      default -> DataTypes.StringType;
    };
  }

  private static DataType logical(LogicalType type) {
    if (type instanceof LogicalTypes.Decimal decimal) {
      return decimal.getPrecision() <= DecimalType.MAX_PRECISION()
          ? DataTypes.createDecimalType(decimal.getPrecision(), decimal.getScale())
          : DataTypes.StringType;
    } else if (type instanceof LogicalTypes.Date) {
      return DataTypes.DateType;
    }
    boolean time =
        type instanceof LogicalTypes.TimestampMillis
            || type instanceof LogicalTypes.TimestampMicros
            || type instanceof LogicalTypes.LocalTimestampMillis
            || type instanceof LogicalTypes.LocalTimestampMicros;
    return time ? DataTypes.TimestampType : DataTypes.StringType;
  }
}

package io.falaj.scoring.drift;

import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTap;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Profiles of given values, taken as a write takes them. */
final class ProfilesOf {

  private ProfilesOf() {}

  /** NaN stays NaN. */
  static ProfileState numbers(double... values) {
    ProfileObserver observer = new ProfileObserver("x");
    ProfileTap tap = observer.open(schema(DataTypes.DoubleType));
    for (double value : values) {
      observer.observe(tap, new GenericInternalRow(new Object[] {value}));
    }
    return only(tap, DataTypes.DoubleType);
  }

  static ProfileState texts(List<? extends @Nullable String> values) {
    ProfileObserver observer = new ProfileObserver("x");
    ProfileTap tap = observer.open(schema(DataTypes.StringType));
    for (String value : values) {
      observer.observe(
          tap,
          new GenericInternalRow(
              new @Nullable Object[] {value == null ? null : UTF8String.fromString(value)}));
    }
    return only(tap, DataTypes.StringType);
  }

  private static StructType schema(DataType type) {
    return new StructType().add("x", type);
  }

  /** Without rows there is nothing observed: a tap's state of none is asked for then. */
  private static ProfileState only(ProfileTap tap, DataType type) {
    return tap.profiles().states().values().stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a profile of no rows of " + type));
  }
}

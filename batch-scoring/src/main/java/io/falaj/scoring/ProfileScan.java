package io.falaj.scoring;

import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileTap;
import io.falaj.validation.profile.Profiles;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Profiles rows that were written without being profiled: one pass over them. */
final class ProfileScan {

  private ProfileScan() {}

  static Profiles of(Dataset<Row> rows, ProfileObserver observer) {
    StructType schema = rows.schema();
    List<ProfileTap> taps =
        rows.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(
                part -> {
                  ProfileTap tap = observer.open(schema);
                  while (part.hasNext()) {
                    InternalRow row = part.next();
                    observer.observe(tap, row);
                  }
                  return List.of(tap).iterator();
                })
            .collect();
    Profiles all = new Profiles(Map.of());
    for (ProfileTap tap : taps) {
      all = all.merge(tap.profiles());
    }
    return all;
  }
}

package io.falaj.scoring;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** How a model's predictions look, and where their profiles are kept. */
final class Predictions {

  /** Whether the row is predicted true at the model's threshold. */
  static final String LABEL = "label_predicted";

  /** The version of the model that scored the row. */
  static final String MODEL_VERSION = "model_version";

  /** Fingerprint of the feature definitions that the row was scored with. */
  static final String FEATURES = "feature_fingerprint";

  static final TableSpec PROFILES =
      TableSpec.of(ProfileTable.NAME, ProfileTable.SCHEMA)
          .describedAs("Profiles of table versions: mergeable statistics and sketches.");

  private Predictions() {}

  static TableSpec table(ScoringModel model, StructType schema, String eventTime) {
    return new TableSpec(
        model.predictions(),
        schema,
        List.of(TableSpec.INTERVAL_MONTH),
        List.of(eventTime),
        "Scores of model %s, with the features that they were computed from."
            .formatted(model.name()),
        Map.of());
  }

  static List<Row> profileRows(Lake lake, TableVersion of, Profiles profiles) {
    return ProfileTable.rows(of, profiles, lake.run().runId(), lake.settings().clock().instant());
  }
}

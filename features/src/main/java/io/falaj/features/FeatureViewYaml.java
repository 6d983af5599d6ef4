package io.falaj.features;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of a pipeline's {@code features} folder. A view without source is computed on demand, from
 * the label's own columns and the features retrieved for it.
 */
@Description("A feature view: features of one entity from one source, as known at a time.")
public record FeatureViewYaml(
    @Description("The view's name.") String featureView,
    @Description("Raised when the meaning changes.") @DefaultValue("1") int version,
    @Description("Who answers for it.") @Nullable String owner,
    @Description("What it is, for people.") @Nullable String description,
    @Description("The entity it is about; none when it is computed on demand.")
        @Nullable String entity,
    @Description("The table its events come from, as zone.table; none on demand.")
        @Nullable String source,
    @Description("Which rows of the source are events: an SQL condition.") @Nullable String where,
    @Description("Expressions for entity keys that the source names differently.")
        Map<String, String> keys,
    @Description("When the event happened: an SQL expression; absent for facts without time.")
        @Nullable String eventTime,
    @Description("When the row was known: an SQL expression.") @Nullable String availableTime,
    @Description("How long after its event time a row was known.") @Nullable Duration publishDelay,
    @Description("How old an event may be and still count; absent: any age.")
        @Nullable Duration ttl,
    @Description("Whether an event at exactly the label's time counts.") @DefaultValue("inclusive")
        Boundary boundary,
    @Description("Source columns, separated by commas, that tell events of one key and time apart.")
        @Nullable String sequence,
    @Description("An SQL condition that marks a row as the removal of its event.")
        @Nullable String deleted,
    @Description("The features, by name.") Map<String, FeatureYaml> features,
    Location location) {

  /** {@code <name>_v<version>}, as {@link FeatureView#versionedName}. */
  String versionedName() {
    return featureView + "_v" + version;
  }

  /** Whether it has no table: it is computed at retrieval. */
  boolean onDemand() {
    return source == null && entity == null;
  }
}

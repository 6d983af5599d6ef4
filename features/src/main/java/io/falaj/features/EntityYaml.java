package io.falaj.features;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of {@code conf/entities}: what features are about. */
@Description("An entity: what features are about, and the keys that labels and events share.")
public record EntityYaml(
    @Description("The entity's name.") String entity,
    @Description("What it is, for people.") @Nullable String description,
    @Description("Join keys in order, each with its SQL type.") Map<String, String> keys,
    @Description("Into how many buckets feature tables of this entity are split.")
        @DefaultValue("8")
        int buckets,
    Location location) {}

package io.falaj.jobs.config;

import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import org.jspecify.annotations.Nullable;

/** Where lineage events go, beside the lake. */
@Description("Where OpenLineage events go, beside the lake's own table.")
public record EventsYaml(
    @Description("A file that events are appended to, as JSON lines.") @Nullable String file,
    @Description("An OpenLineage endpoint, such as https://host/api/v1/lineage.")
        @Nullable String url,
    @Description("The endpoint's bearer token: a reference, ${env:NAME} or ${file:PATH}.")
        @Nullable String token,
    Location location) {}

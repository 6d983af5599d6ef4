package io.falaj.jobs.config;

import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A database that datasets come from. */
@Description("A database that datasets come from.")
public record ConnectionYaml(
    @Description("Its JDBC url, such as jdbc:postgresql://host:5432/shop, or a reference to it.")
        String url,
    @Description("Whom it knows: a name, or a reference, ${env:NAME} or ${file:PATH}.") String user,
    @Description("The user's password: a reference, ${env:NAME} or ${file:PATH}.")
        @Nullable String password,
    @Description("How long it may take for one answer; 5m if left out.") @Nullable Duration timeout,
    Location location) {}

package io.falaj.features;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One feature: the last value of an expression, or an aggregate over a window. */
@Description("A feature: the last value of an expression, or an aggregate over a window.")
public record FeatureYaml(
    @Description("An SQL expression over the source's columns.") @Nullable String of,
    @Description("What is computed over the window.") @Nullable Aggregate aggregate,
    @Description("How far back the window reaches, for example 24h.") @Nullable Duration window,
    @Description("Whether a null is a value (keep) or is passed over (skip).") @DefaultValue("keep")
        NullPolicy nullPolicy,
    @Description("What it is, for people.") @Nullable String description,
    Location location) {}

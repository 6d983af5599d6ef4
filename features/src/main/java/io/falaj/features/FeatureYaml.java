package io.falaj.features;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One feature: the last value of an expression, an aggregate over a window, or a ratio. */
@Description("A feature: the last value of an expression, an aggregate over a window, or a ratio.")
public record FeatureYaml(
    @Description("An SQL expression over the source's columns.") @Nullable String of,
    @Description("What is computed over the window.") @Nullable Aggregate aggregate,
    @Description("How far back the window reaches, for example 24h.") @Nullable Duration window,
    @Description("Which events count for this feature: an SQL condition.") @Nullable String where,
    @Description("How many values last_k keeps.") @Nullable Integer k,
    @Description("Which quantile, from 0 to 1.") @Nullable Double q,
    @Description("Which of the view's features is divided, a number.") @Nullable String ratio,
    @Description("What 'ratio' is divided by: another of the view's features.") @Nullable String to,
    @Description("Whether a null is a value (keep) or is passed over (skip).") @DefaultValue("keep")
        NullPolicy nullPolicy,
    @Description("What it is, for people.") @Nullable String description,
    Location location) {}

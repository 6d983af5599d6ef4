package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;

/**
 * What a step works with.
 *
 * @param console where to say what is going on
 * @param config the pipeline
 * @param interval the time to work on
 * @param lake the lake
 * @param keys what signs, and whom to trust
 * @param connections the databases that datasets come from
 */
record Workspace(
    Console console,
    PipelineConfig config,
    DataInterval interval,
    Lake lake,
    Keys keys,
    Connections connections) {}

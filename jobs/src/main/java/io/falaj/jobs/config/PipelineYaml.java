package io.falaj.jobs.config;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code pipeline.yaml}: what a pipeline is, over which time, and which of its models it runs. */
@Description("A pipeline: datasets, feature views and models that belong together.")
public record PipelineYaml(
    @Description("The pipeline's name: that of its folder.") String pipeline,
    @Description("What it is for, in a sentence.") String description,
    @Description("The team that answers for it.") String owner,
    @Description(
            "The data that there is, START/END in UTC: what is worked on when no --interval is given.")
        DataInterval interval,
    @Description(
            "When Airflow runs it: cron of five fields, or @hourly, @daily, @weekly, @monthly, @quarterly, @yearly; absent: by hand only.")
        @Nullable String schedule,
    @Description("The models to train, in order; absent: all.") List<String> models,
    @Description("Where lineage events go, beside the lake.") @Nullable EventsYaml events,
    @Description("The databases that datasets come from, by the names that datasets have for them.")
        Map<String, ConnectionYaml> connections,
    Location location) {}

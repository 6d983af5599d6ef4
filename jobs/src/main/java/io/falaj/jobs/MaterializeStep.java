package io.falaj.jobs;

import io.falaj.features.FeatureView;
import io.falaj.features.Materialize;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A feature view's tables, brought up to date with its source. */
final class MaterializeStep implements PipelineStep {

  @Override
  public String command() {
    return "materialize";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Bring feature views up to date with their sources.",
            "",
            "Events are kept in the order that retrieval needs, values as known at the end of each"
                + " interval. What is up to date is not written again."),
        "materialize --pipeline flights --view carrier_delays");
  }

  @Override
  public Noun noun() {
    return Noun.VIEW;
  }

  @Override
  public List<String> outputs(PipelineConfig config) {
    return List.copyOf(config.catalog().views().keySet());
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    FeatureView view = view(config, output);
    return new StepPlan(
        command(),
        output,
        interval.toString(),
        List.of(view.source().toString()),
        List.of(view.eventsTable().toString(), view.valuesTable().toString()));
  }

  private static FeatureView view(PipelineConfig config, String name) {
    return Objects.requireNonNull(config.catalog().views().get(name));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    Materialize.Result result =
        new Materialize(work.lake()).execute(view(work.config(), output), work.interval());
    Map<String, Object> facts =
        Map.of(
            "view", result.view(),
            "intervals", result.computed().size(),
            "events", result.events(),
            "values", result.values());
    return result.computed().isEmpty()
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(
            command(),
            output,
            "%,d events, %,d values".formatted(result.events(), result.values()),
            facts);
  }
}

package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Pages;
import io.falaj.scoring.Report;
import io.falaj.scoring.ScoringModel;
import io.falaj.scoring.report.ModelCard;
import io.falaj.training.registry.Decision;
import io.falaj.training.registry.ModelRegistry;
import io.falaj.training.registry.Promotion;
import io.falaj.training.registry.RegisteredModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline's page: what arrived, what was learned, how it goes. */
final class ReportStep implements PipelineStep {

  /** The fact that says where the page is. */
  static final String PAGE = "page";

  @Override
  public String command() {
    return "report";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Draw the pipeline's report as one HTML file.",
            "",
            "It is drawn from the lake's own records: what arrived, what the model learned, how its"
                + " scores turned out, and where all of it came from. With --dataset it draws the page"
                + " of a dataset: what is expected of it, and what was seen."),
        "report --pipeline flights");
  }

  @Override
  public Noun noun() {
    return Noun.PIPELINE;
  }

  @Override
  public List<String> outputs(PipelineConfig config) {
    return List.of(config.pipeline().pipeline());
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    return new StepPlan(
        command(),
        output,
        interval.toString(),
        List.of("lineage.commits", "lineage.events", "the tables of monitoring and models"),
        List.of("_falaj/pages/" + page(output)));
  }

  private static String page(String pipeline) {
    return "report-" + pipeline + ".html";
  }

  @Override
  public StepReport run(Workspace work, String output) {
    Report.Result result =
        new Report(work.lake())
            .execute(
                new Report.Request(
                    output,
                    work.config().pipeline().description(),
                    List.copyOf(work.config().datasets().keySet()),
                    model(work),
                    work.interval()));
    Pages.Published page =
        work.lake().pages().publish(command(), output, page(output), result.html());
    return published(command(), output, page, result.html().length);
  }

  /** What is told of a page. */
  static StepReport published(String command, String output, Pages.Published page, int bytes) {
    Map<String, Object> facts = Map.of(PAGE, page.location(), "bytes", bytes);
    return page.outcome() == Pages.Outcome.UNCHANGED
        ? StepReport.upToDate(command, output, facts)
        : StepReport.done(command, output, "one file of %,d kB".formatted(bytes / 1000), facts);
  }

  /** The champion of the pipeline's first model, or its newest version while there is none. */
  private static Optional<Report.Model> model(Workspace work) {
    if (work.config().models().isEmpty()) {
      return Optional.empty();
    }
    String name = work.config().models().keySet().iterator().next();
    ModelRegistry registry = new ModelRegistry(work.lake(), work.keys().trusted());
    if (registry.versions(name).isEmpty()) {
      return Optional.empty();
    }
    RegisteredModel model = registry.champion(name).orElseGet(() -> registry.newest(name));
    Optional<Decision> decision =
        registry.promotions(name).newest(model.version()).map(Promotion::decision);
    return Optional.of(
        new Report.Model(
            work.config().model(name).trainingSet(),
            ScoringModel.of(model),
            model.baseline(),
            decision
                .map(d -> ModelCard.Decision.valueOf(d.verdict().name()))
                .orElse(ModelCard.Decision.UNDECIDED),
            decision.map(Decision::reasons).orElse(List.of()),
            model.signedWith()));
  }
}

package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.scoring.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows scored by a model's champion, month by month. */
final class ScoreStep implements ModelStep {

  @Override
  public String command() {
    return "score";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Score the rows of an interval with a model's champion.",
            "",
            "Features are as known at each row's time, by the definitions that the model was"
                + " trained on. Months that the model has learned from are left out."),
        "score --pipeline flights --model late_arrival --interval 2013-08-01/2013-09-01");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    List<String> reads = new ArrayList<>(List.of("models." + output));
    reads.add(config.model(output).trainingSet().labels().source().toString());
    config
        .model(output)
        .trainingSet()
        .features()
        .views()
        .forEach(view -> reads.add(view.eventsTable().toString()));
    return new StepPlan(
        command(), output, interval.toString(), reads, List.of("predictions." + output));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    Score.Result result =
        new Score(work.lake())
            .execute(
                new Score.Request(
                    work.config().model(output).trainingSet(),
                    Champion.of(work, output),
                    work.interval()));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", result.model());
    facts.put("rows", result.rows());
    facts.put("scored", texts(result.scored()));
    facts.put("up_to_date", texts(result.upToDate()));
    facts.put("learned_from", texts(result.learned()));
    return result.scored().isEmpty()
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(
            command(),
            output,
            "%,d rows of %d months by %s"
                .formatted(result.rows(), result.scored().size(), result.model()),
            facts);
  }

  static List<String> texts(List<DataInterval> intervals) {
    return intervals.stream().map(DataInterval::toString).toList();
  }
}

package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TableName;
import io.falaj.validation.ChangedRows;
import io.falaj.validation.Contract;
import io.falaj.validation.Expectation;
import io.falaj.validation.Findings;
import io.falaj.validation.Ingest;
import io.falaj.validation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a dataset's source has into raw, and from there into clean or quarantine. */
final class IngestStep implements DatasetStep {

  @Override
  public String command() {
    return "ingest";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Take what a dataset's source has into the lake: files, or a table.",
            "",
            "What arrived lands in raw, the rows that meet their contract in clean, the others in"
                + " quarantine with every reason. What is there already is not taken again."),
        "ingest --pipeline flights --dataset weather --interval 2013-01-01/2013-02-01");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    Contract contract = DatasetStep.contract(config, output);
    List<String> reads = new ArrayList<>(List.of(contract.source().place()));
    contract.references().stream().map(TableName::toString).forEach(reads::add);
    return new StepPlan(
        command(),
        output,
        interval.toString(),
        reads,
        List.of(
            contract.raw().toString(),
            contract.clean().toString(),
            contract.quarantine().toString()));
  }

  @Override
  public void checkInterval(PipelineConfig config, DataInterval interval, String output) {
    DatasetStep.contract(config, output).intervals(interval);
  }

  @Override
  public void check(Connections connections, PipelineConfig config, String output) {
    connections.check(DatasetStep.contract(config, output));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    Contract contract = DatasetStep.contract(work.config(), output);
    Ingest.Result result =
        new Ingest(work.lake(), work.connections()::of)
            .execute(contract, work.config().place().folder().toString(), work.interval());
    if (!result.ignoredColumns().isEmpty()) {
      work.console()
          .progress(
              "  %s has columns that its contract does not name, and they are left out: %s"
                  .formatted(output, String.join(", ", result.ignoredColumns())));
    }
    Findings found = result.found();
    tellFound(found, work.console());
    Map<String, Long> warnings = warnings(result);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rows", result.report().rows());
    facts.put("clean", result.report().clean());
    facts.put("quarantined", result.report().quarantined());
    facts.put("held", result.report().held());
    facts.put("outside", found.outside());
    facts.put("unreadable_files", found.setAside().size());
    facts.put("changed_files", found.changed().size());
    facts.put("duplicate_files", found.duplicates().size());
    facts.put("changed_rows", found.changedRows().map(ChangedRows::rows).orElse(0L));
    facts.put("failed_expectations", warnings);
    return result.upToDate()
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(command(), output, summary(result, warnings.size()), facts);
  }

  /** What became of files and rows that were not simply taken. */
  private static void tellFound(Findings found, Console console) {
    found.setAside().forEach(unreadable -> console.progress("  left out: " + unreadable.reason()));
    found
        .changedRows()
        .ifPresent(
            changed ->
                console.progress(
                    "  rows of %2$s that changed since they were ingested: %1$,d; %3$s"
                        .formatted(
                            changed.rows(),
                            changed.table(),
                            changed.taken()
                                ? "they are taken as they are now"
                                : "what was ingested stays")));
    found
        .changed()
        .forEach(
            changed ->
                console.progress(
                    "  %s changed since it was ingested: %s"
                        .formatted(
                            changed.file().name(),
                            changed.taken()
                                ? "it is taken as it is now"
                                : "what was ingested stays")));
    found
        .duplicates()
        .forEach(
            duplicate ->
                console.progress(
                    "  %s has the bytes of %s and adds nothing"
                        .formatted(duplicate.file().name(), duplicate.of())));
  }

  /** How many rows failed each expectation that any row failed, or that all together missed. */
  private static Map<String, Long> warnings(Ingest.Result result) {
    Map<String, Long> failed = new TreeMap<>();
    result.report().intervals().stream()
        .flatMap(interval -> interval.outcomes().stream())
        .filter(IngestStep::isToBeTold)
        .forEach((Outcome o) -> failed.merge(o.check().name(), o.failed(), Long::sum));
    return failed;
  }

  /** Of a dataset expectation rows may fail, as those without a value of completeness do. */
  private static boolean isToBeTold(Outcome outcome) {
    return outcome.check().expectation().level() == Expectation.Level.DATASET
        ? outcome.result() == Outcome.Result.NOT_MET
        : outcome.failed() > 0;
  }

  private static String summary(Ingest.Result result, int failing) {
    StringBuilder text = new StringBuilder("%,d rows clean".formatted(result.report().clean()));
    add(text, result.report().quarantined(), "in quarantine");
    add(text, result.report().held(), "held back");
    add(text, result.found().outside(), "outside the interval");
    add(text, failing, failing == 1 ? "expectation not met by all" : "expectations not met by all");
    return text.toString();
  }

  private static void add(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", %,d %s".formatted(count, what));
    }
  }
}

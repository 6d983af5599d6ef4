package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Pages;
import io.falaj.validation.Contract;
import io.falaj.validation.report.DatasetReport;
import java.util.List;

/** A dataset's page: what is expected of it, and what was seen. */
final class DatasetReportStep implements DatasetStep {

  @Override
  public String command() {
    return "report";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Draw a dataset's page: what is expected of it, what was seen over its intervals, its"
                + " columns and some of the rows that were set aside."),
        "report --pipeline flights --dataset weather");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    Contract contract = DatasetStep.contract(config, output);
    return new StepPlan(
        command(),
        output,
        interval.toString(),
        List.of(
            "monitoring.validations",
            "monitoring.profiles",
            "monitoring.source_files",
            contract.quarantine().toString()),
        List.of("_falaj/pages/" + page(output)));
  }

  private static String page(String dataset) {
    return "dataset-" + dataset + ".html";
  }

  @Override
  public StepReport run(Workspace work, String output) {
    DatasetReport.Result result =
        new DatasetReport(work.lake())
            .execute(DatasetStep.contract(work.config(), output), work.interval());
    // Not the command's name: a pipeline may have a dataset of its own name.
    Pages.Published page =
        work.lake().pages().publish("dataset-report", output, page(output), result.html());
    return ReportStep.published(command(), output, page, result.html().length);
  }
}

package io.falaj.scoring.report;

import io.falaj.lineage.html.Page;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.SectionedPage;
import java.util.ArrayList;
import java.util.List;

/** The whole report as one page: a function of its model, and of nothing else. */
public final class ReportPage {

  private ReportPage() {}

  /** Lays the report out. Its size depends on the number of columns and months, never of rows. */
  public static Page of(ReportModel report) {
    List<Section> sections =
        List.of(
            SummarySection.of(report),
            QualitySection.of(report),
            TrainingSection.of(report),
            PerformanceSection.of(report),
            DriftSection.of(report),
            PredictionSection.of(report),
            FeatureSection.of(report),
            LineageSection.of(report),
            TimingSection.of(report));
    List<String> facts = new ArrayList<>(List.of(report.interval().toString()));
    report
        .model()
        .ifPresent(model -> facts.add("model %s:%d".formatted(model.name(), model.version())));
    facts.add("code " + report.codeVersion());
    return new SectionedPage(
            "%s · %s".formatted(report.pipeline(), report.interval()),
            "Report of pipeline %s for %s".formatted(report.pipeline(), report.interval()),
            "Pipeline " + report.pipeline(),
            report.description(),
            facts,
            sections,
            "Drawn from the lake's own records for %s; nothing is loaded from elsewhere."
                .formatted(report.interval()))
        .page();
  }
}

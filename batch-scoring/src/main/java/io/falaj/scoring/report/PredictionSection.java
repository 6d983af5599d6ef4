package io.falaj.scoring.report;

import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.Shares;
import java.util.ArrayList;
import java.util.List;

/** The distribution of the scores, month by month, against the scores of the training data. */
final class PredictionSection {

  private PredictionSection() {}

  static Section of(ReportModel report) {
    List<Node> charts = new ArrayList<>();
    for (MonthDrift month : report.drift()) {
      month.prediction().ifPresent(drift -> chart(month.month(), drift, charts));
    }
    if (charts.isEmpty()) {
      return Section.absent(
          "predictions",
          "Predictions",
          "Predictions",
          "No scores were monitored yet: run ./falaj score, then ./falaj monitor.");
    }
    return new Section(
        "predictions",
        "Distribution of the predictions",
        "Predictions",
        "A score distribution that moves without the labels moving is the first sign of trouble.",
        List.of(Html.div("grid").with(charts)));
  }

  private static void chart(String month, ColumnDrift drift, List<Node> charts) {
    Shares shares = drift.shares();
    if (shares != null) {
      String note = drift.deciding().map(DriftSection::said).orElse("");
      charts.add(new DistributionChart(month, note, "reference", month, shares).card());
    }
  }
}

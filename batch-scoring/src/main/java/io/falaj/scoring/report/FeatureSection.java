package io.falaj.scoring.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import java.util.ArrayList;
import java.util.List;

/** The features that the model sees, where they come from and how complete they are. */
final class FeatureSection {

  private FeatureSection() {}

  static Section of(ReportModel report) {
    if (report.features().isEmpty()) {
      return Section.absent(
          "features", "Features", "Features", "No features yet: run ./falaj materialize.");
    }
    List<List<Node>> rows = new ArrayList<>();
    for (FeatureRow feature : report.features()) {
      rows.add(
          List.of(
              Html.code(feature.name()),
              Cells.text(feature.view()),
              Cells.text(feature.description()),
              Cells.text(feature.freshness()),
              Cells.percent(feature.trainingNulls()),
              Cells.percent(feature.scoringNulls())));
    }
    return new Section(
        "features",
        "Features",
        "Features",
        "One definition each, used for training, scoring and SQL alike.",
        List.of(
            Html.div(
                "card",
                Table.of("Features of the model")
                    .text("Feature")
                    .text("View")
                    .text("What it says")
                    .text("Freshness")
                    .number("Missing in training")
                    .number("Missing now")
                    .rows(rows)
                    .element())));
  }
}

package io.falaj.scoring.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.ColumnDrift.Mode;
import io.falaj.scoring.drift.Finding;
import io.falaj.scoring.drift.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which features moved away from the training data, how far, and what that looks like. */
final class DriftSection {

  private static final int DRAWN = 9;

  private DriftSection() {}

  static Section of(ReportModel report) {
    if (report.drift().isEmpty()) {
      return Section.absent(
          "drift",
          "Drift",
          "Drift",
          "No month was monitored yet: run ./falaj score, then ./falaj monitor.");
    }
    DriftMatrix matrix = DriftMatrix.of(report.drift());
    List<Node> content = new ArrayList<>();
    content.add(Html.div("card", heat(matrix), note(matrix)));
    List<Element> drawings =
        matrix.rows().stream()
            .filter(DriftMatrix.Row::drifted)
            .flatMap(row -> drawing(row).stream())
            .limit(DRAWN)
            .toList();
    content.add(Html.div("grid").with(drawings));
    return new Section(
        "drift",
        "Drift of the features",
        "Drift",
        "Each month against what the version that scored it learned from, the feature that moved farthest first. A cell is"
            + " coloured when its value is beyond the threshold and above what chance and the"
            + " sketch's error explain.",
        content);
  }

  private static Element heat(DriftMatrix matrix) {
    Table table = Table.of("Drift of each feature in each month").text("Feature").text("Measure");
    for (String month : matrix.months()) {
      table = table.number(month);
    }
    List<List<Node>> rows = new ArrayList<>();
    for (DriftMatrix.Row row : matrix.rows()) {
      List<Node> cells = new ArrayList<>();
      cells.add(Cells.text(row.column()));
      cells.add(Cells.text(row.measure()));
      row.months()
          .forEach(month -> cells.add(month.map(DriftSection::cell).orElse(Cells.text("–"))));
      cells.add(Cells.text(row.signals()));
      rows.add(cells);
    }
    return table.text("Also").rows(rows).element();
  }

  private static Node cell(ColumnDrift drift) {
    Optional<Finding> finding = drift.deciding();
    if (finding.isEmpty()) {
      return Html.span("badge warn", "not computable").set("title", drift.reason().orElse(""));
    }
    return Html.span("heat" + level(drift, finding.get()), Numbers.brief(finding.get().value()))
        .set("title", said(finding.get()));
  }

  private static int level(ColumnDrift drift, Finding finding) {
    if (drift.outcome() != ColumnDrift.Outcome.DRIFTED) {
      return 0;
    }
    double times =
        finding.measure().isPValue() ? 2 : finding.value() / finding.measure().threshold();
    return times >= 5 ? 4 : times >= 3 ? 3 : times >= 1.75 ? 2 : 1;
  }

  /** A finding in words. */
  static String said(Finding finding) {
    String said =
        "%s %s, threshold %s"
            .formatted(
                finding.measure().label(),
                Numbers.brief(finding.value()),
                Numbers.brief(finding.measure().threshold()));
    if (!finding.measure().isPValue()) {
      said += ", by chance about " + Numbers.brief(finding.expected());
    }
    if (finding.errorBound() > 0) {
      said += ", sketch error at most " + Numbers.brief(finding.errorBound());
    }
    return finding.effect().isPresent()
        ? said + ", effect " + Numbers.brief(finding.effect().getAsDouble())
        : said;
  }

  private static Element note(DriftMatrix matrix) {
    boolean sketch = matrix.anyMode(Mode.SKETCH);
    return Html.p(
            "W: Wasserstein distance in standard deviations of the training data; JS:"
                + " Jensen-Shannon distance, natural logarithm. Point at a value for what chance"
                + " shows"
                + (sketch
                    ? " and for its error bound: values come from stored profiles (sketch mode),"
                        + " no row was read again."
                    : ": values come from all rows (exact mode)."))
        .css("note");
  }

  private static Optional<Element> drawing(DriftMatrix.Row row) {
    return row.worst()
        .flatMap(
            worst -> {
              Shares shares = worst.drift().shares();
              return shares == null
                  ? Optional.empty()
                  : Optional.of(
                      new DistributionChart(
                              row.column(),
                              worst.drift().deciding().map(DriftSection::said).orElse(""),
                              "training",
                              worst.month(),
                              shares)
                          .card());
            });
  }
}

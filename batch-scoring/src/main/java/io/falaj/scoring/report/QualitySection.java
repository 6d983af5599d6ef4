package io.falaj.scoring.report;

import io.falaj.lineage.html.Bars;
import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import java.util.ArrayList;
import java.util.List;

/** What became of the rows that arrived: raw = clean + quarantine + held, and why. */
final class QualitySection {

  private static final int MOST_REASONS = 15;

  private QualitySection() {}

  static Section of(ReportModel report) {
    if (report.tables().isEmpty()) {
      return Section.absent(
          "data", "Data quality", "Data", "Nothing was ingested yet: run ./falaj ingest.");
    }
    List<Node> content = new ArrayList<>();
    content.add(Html.div("card", balance(report.tables())));
    content.add(Html.div("card", Element.of("h3", "Why rows failed"), reasons(report.reasons())));
    return new Section(
        "data",
        "Data quality",
        "Data",
        "Every row that arrived is in clean, in quarantine with its reasons, or held because its"
            + " interval was refused: raw = clean + quarantine + held.",
        content);
  }

  private static Element balance(List<TableQuality> tables) {
    List<List<Node>> rows = new ArrayList<>();
    for (TableQuality table : tables) {
      rows.add(
          List.of(
              Cells.text(table.dataset()),
              Cells.count(table.raw()),
              Cells.count(table.clean()),
              Cells.count(table.quarantine()),
              Cells.count(table.held()),
              table.balanced()
                  ? Html.span("badge good", "adds up")
                  : Html.span("badge bad", "does not add up"),
              Html.code(table.version())));
    }
    return Table.of("Rows of each dataset")
        .text("Dataset")
        .number("Raw")
        .number("Clean")
        .number("Quarantine")
        .number("Held")
        .text("Balance")
        .text("Read at")
        .rows(rows)
        .element();
  }

  private static Node reasons(List<QuarantineReason> reasons) {
    if (reasons.isEmpty()) {
      return Html.p("No row failed an expectation.").css("note");
    }
    long most = reasons.stream().mapToLong(QuarantineReason::rows).max().orElse(1);
    List<Element> rows = new ArrayList<>();
    for (QuarantineReason reason : reasons.stream().limit(MOST_REASONS).toList()) {
      String name = reason.dataset() + " · " + reason.expectation();
      rows.add(
          Bars.row(
              name,
              List.of(new Bars.Part("b1", (double) reason.rows() / Math.max(1, most))),
              Numbers.count(reason.rows())
                  + " "
                  + reason.severity().toLowerCase(java.util.Locale.ROOT)));
    }
    Element bars = Html.div("bars").with(rows);
    int left = reasons.size() - rows.size();
    return left > 0 ? bars.with(Html.p("and %d more".formatted(left)).css("note")) : bars;
  }
}

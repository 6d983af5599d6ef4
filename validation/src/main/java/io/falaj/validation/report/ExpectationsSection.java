package io.falaj.validation.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import io.falaj.validation.report.ExpectationHistory.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is expected, and what was seen. */
final class ExpectationsSection {

  private static final int PLOTTED = 6;

  private ExpectationsSection() {}

  static Section of(DatasetModel model) {
    List<Element> plots =
        model.expectations().stream()
            .filter(one -> one.missed() > 0 && one.seen().size() > 1 && one.hasNumbers())
            .limit(PLOTTED)
            .map(ExpectationsSection::plot)
            .toList();
    List<Node> content = new ArrayList<>();
    content.add(Html.div("card", table(model.expectations())));
    if (!plots.isEmpty()) {
      content.add(Html.div("grid two").with(plots));
    }
    return new Section(
        "expectations",
        "Expectations",
        "Expectations",
        "The worst first: missed in most intervals, then failed by most rows. A row expectation"
            + " fails only on false; null passes unless it says otherwise.",
        content);
  }

  private static Element plot(ExpectationHistory one) {
    boolean rows = one.ofRows();
    List<Double> values =
        one.seen().stream()
            .map(seen -> rows ? (double) seen.failed() / seen.rows() : seen.observed())
            .toList();
    String what = rows ? "share of the rows that fail" : "observed";
    return Histories.card(
        one.name(), what, one.seen().stream().map(Seen::interval).toList(), Map.of(what, values));
  }

  private static Element table(List<ExpectationHistory> expectations) {
    List<List<Node>> rows = new ArrayList<>();
    for (ExpectationHistory one : expectations) {
      Seen last = one.seen().get(one.seen().size() - 1);
      Seen shown = one.seen().stream().filter(Seen::missed).reduce((a, b) -> b).orElse(last);
      rows.add(
          List.of(
              Html.code(one.name()),
              Cells.text(one.asks()),
              badge(one),
              Cells.count(one.failed()),
              Cells.text("%d of %d".formatted(one.missed(), one.seen().size())),
              Cells.text("%s: %s".formatted(Histories.name(shown.interval()), shown.words()))));
    }
    return Table.of("Expectations of the dataset")
        .text("Expectation")
        .text("Asks for")
        .text("Severity")
        .number("Rows that fail")
        .number("Intervals missed")
        .text("Seen last, where missed")
        .rows(rows)
        .element();
  }

  private static Node badge(ExpectationHistory one) {
    String tone =
        one.missed() == 0
            ? "badge good"
            : one.severity().equals("WARN") ? "badge warn" : "badge bad";
    return Html.span(tone, one.severity().toLowerCase(Locale.ROOT));
  }
}

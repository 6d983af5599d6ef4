package io.falaj.scoring.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import io.falaj.lineage.html.Text;
import io.falaj.scoring.drift.ColumnDrift.Outcome;
import io.falaj.scoring.report.ModelCard.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a reader in a hurry needs: the verdict, the numbers, the identities. */
final class SummarySection {

  private SummarySection() {}

  static Section of(ReportModel report) {
    List<Node> content = new ArrayList<>();
    report.model().ifPresent(model -> content.add(verdict(model)));
    content.add(Cells.tiles(tiles(report)));
    report
        .model()
        .ifPresent(model -> content.add(Html.div("grid two", gate(model), identity(model))));
    return new Section("summary", "Summary", "Summary", "", content);
  }

  private static Element verdict(ModelCard model) {
    String name = "%s version %d".formatted(model.name(), model.version());
    Element reasons =
        Html.list(model.reasons().stream().map(reason -> (Node) new Text(reason)).toList());
    return switch (model.decision()) {
      case PROMOTED -> verdict("good", "Promoted: " + name + " is the champion", reasons);
      case REFUSED -> verdict("bad", "Refused: " + name + " did not pass the gate", reasons);
      case UNDECIDED -> verdict("warn", "Undecided: " + name + " has not met the gate", reasons);
    };
  }

  private static Element verdict(String tone, String heading, Element reasons) {
    return Html.div("card verdict " + tone, Element.of("h3", heading), reasons);
  }

  private static List<Element> tiles(ReportModel report) {
    List<Element> tiles = new ArrayList<>();
    long raw = report.tables().stream().mapToLong(TableQuality::raw).sum();
    long aside =
        report.tables().stream().mapToLong(table -> table.quarantine() + table.held()).sum();
    tiles.add(
        Cells.tile(
            "Rows ingested", Numbers.count(raw), Numbers.count(aside) + " of them set aside"));
    long scored = report.months().stream().mapToLong(MonthPerformance::rows).sum();
    tiles.add(Cells.tile("Rows scored", Numbers.count(scored), report.months().size() + " months"));
    long labelled = report.months().stream().mapToLong(MonthPerformance::labelled).sum();
    tiles.add(
        Cells.tile(
            "Realized ROC AUC",
            Numbers.fixed(mean(report, MonthPerformance::rocAuc), 3),
            "mean of months" + versions(report)));
    tiles.add(
        Cells.tile(
            "Realized log loss",
            Numbers.fixed(mean(report, MonthPerformance::logLoss), 3),
            Numbers.count(labelled) + " labelled rows"));
    tiles.add(
        Cells.tile(
            "Positive labels",
            Numbers.percent(mean(report, MonthPerformance::positiveShare)),
            "predicted " + Numbers.percent(mean(report, MonthPerformance::meanScore))));
    long drifted =
        report.drift().stream()
            .flatMap(month -> month.features().columns().stream())
            .filter(column -> column.outcome() == Outcome.DRIFTED)
            .map(column -> column.column())
            .distinct()
            .count();
    tiles.add(
        Cells.tile(
            "Features that drifted",
            Numbers.count(drifted),
            "of " + report.features().size() + ", in any month"));
    return tiles;
  }

  /** Said only where the months are not all of one version. */
  private static String versions(ReportModel report) {
    List<Long> versions =
        report.months().stream().map(MonthPerformance::version).distinct().sorted().toList();
    return versions.size() < 2
        ? ""
        : ", by versions "
            + versions.stream().map(String::valueOf).collect(Collectors.joining(" and "));
  }

  /** The mean over the labelled rows of all months. */
  private static double mean(
      ReportModel report, java.util.function.ToDoubleFunction<MonthPerformance> metric) {
    double sum = 0;
    double rows = 0;
    for (MonthPerformance month : report.months()) {
      double value = metric.applyAsDouble(month);
      if (Double.isFinite(value)) {
        sum += value * month.labelled();
        rows += month.labelled();
      }
    }
    return rows == 0 ? Double.NaN : sum / rows;
  }

  private static Element gate(ModelCard model) {
    List<List<Node>> rows = model.metrics().stream().map(SummarySection::metric).toList();
    return Html.div(
        "card",
        Element.of("h3", "Quality at the gate"),
        Html.p("On rows that neither model has seen.").css("note"),
        Table.of("Quality of the model against its baseline")
            .text("Metric")
            .number("Model")
            .number("Baseline")
            .text("")
            .rows(rows)
            .element());
  }

  private static List<Node> metric(Metric metric) {
    boolean known = Double.isFinite(metric.baseline());
    String wanted = metric.better() == ModelCard.Better.HIGHER ? " ↑" : " ↓";
    return List.of(
        new Text(metric.name() + wanted),
        Cells.fixed(metric.candidate()),
        Cells.fixed(metric.baseline()),
        known
            ? metric.won()
                ? Html.span("badge good", "better")
                : Html.span("badge bad", "not better")
            : new Text(""));
  }

  private static Element identity(ModelCard model) {
    List<Element> facts = new ArrayList<>();
    facts.add(Element.of("dt", "Kind"));
    facts.add(Element.of("dd", model.kind()));
    for (ModelCard.Fact fact : model.facts()) {
      facts.add(Element.of("dt", fact.label()));
      facts.add(Element.of("dd", fact.value()));
    }
    return Html.div(
        "card", Element.of("h3", "What this model is"), Element.of("dl").css("facts").with(facts));
  }
}

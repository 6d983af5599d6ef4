package io.falaj.scoring.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import io.falaj.lineage.html.chart.Axis;
import io.falaj.lineage.html.chart.LineChart;
import io.falaj.lineage.html.chart.LineChart.Guide;
import io.falaj.lineage.html.chart.Series;
import io.falaj.lineage.html.chart.Series.Point;
import io.falaj.lineage.html.chart.Series.Style;
import io.falaj.lineage.html.chart.Series.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How the scores turned out, month by month, once labels arrived. */
final class PerformanceSection {

  private PerformanceSection() {}

  static Section of(ReportModel report) {
    if (report.months().isEmpty()) {
      return Section.absent(
          "performance",
          "Realized performance",
          "Performance",
          "No month was scored and monitored yet: run ./falaj score, then ./falaj monitor.");
    }
    List<Node> charts =
        List.of(
            metric(report, "ROC AUC", MonthPerformance::rocAuc, EvaluatedModel::rocAuc).card(),
            metric(report, "PR AUC", MonthPerformance::prAuc, EvaluatedModel::prAuc).card(),
            metric(report, "Log loss", MonthPerformance::logLoss, EvaluatedModel::logLoss).card(),
            rates(report.months()).card());
    return new Section(
        "performance",
        "Realized performance",
        "Performance",
        "Scores against the labels that arrived later, by the version that made them. Dashed: the"
            + " same metric of the version shown above at the gate.",
        List.of(Html.div("grid two").with(charts), Html.div("card", table(report.months()))));
  }

  private static LineChart metric(
      ReportModel report,
      String name,
      ToDoubleFunction<MonthPerformance> of,
      ToDoubleFunction<EvaluatedModel> atGate) {
    List<Double> values = report.months().stream().map(of::applyAsDouble).toList();
    double gate =
        report.evaluations().stream().findFirst().map(atGate::applyAsDouble).orElse(Double.NaN);
    double[] shown =
        DoubleStream.concat(DoubleStream.of(gate), values.stream().mapToDouble(Double::doubleValue))
            .filter(Double::isFinite)
            .toArray();
    double lo = DoubleStream.of(shown).min().orElse(0);
    double hi = DoubleStream.of(shown).max().orElse(1);
    Axis x = Axis.names("", names(report.months()));
    List<Guide> guides = new ArrayList<>();
    if (Double.isFinite(gate)) {
      guides.add(new Guide("at the gate", new Point(x.min(), gate), new Point(x.max(), gate)));
    }
    // Room around the line: a flat one should look flat.
    double margin = Math.max((hi - lo) * 0.25, 0.02);
    return new LineChart(
        name,
        "",
        x,
        Axis.numbers(name, Math.max(0, lo - margin), hi + margin),
        List.of(Series.overNames("realized", Tone.WATER, Style.DOTTED, values)),
        guides);
  }

  private static LineChart rates(List<MonthPerformance> months) {
    double most =
        months.stream()
            .flatMapToDouble(m -> DoubleStream.of(m.positiveShare(), m.meanScore()))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    return new LineChart(
        "Predicted and observed share",
        "",
        Axis.names("", names(months)),
        Axis.numbers("share", 0, most),
        List.of(
            Series.overNames(
                "observed",
                Tone.SAND,
                Style.DOTTED,
                months.stream().map(MonthPerformance::positiveShare).toList()),
            Series.overNames(
                "mean score",
                Tone.WATER,
                Style.DOTTED,
                months.stream().map(MonthPerformance::meanScore).toList())),
        List.of());
  }

  private static List<String> names(List<MonthPerformance> months) {
    return months.stream().map(MonthPerformance::month).toList();
  }

  private static Node table(List<MonthPerformance> months) {
    List<List<Node>> rows = new ArrayList<>();
    for (MonthPerformance month : months) {
      rows.add(
          List.of(
              Cells.text(month.month()),
              Cells.count(month.version()),
              Cells.count(month.rows()),
              Cells.count(month.labelled()),
              Cells.percent(month.positiveShare()),
              Cells.percent(month.meanScore()),
              Cells.fixed(month.rocAuc()),
              Cells.fixed(month.prAuc()),
              Cells.fixed(month.logLoss())));
    }
    return Table.of("Realized performance of each month")
        .text("Month")
        .number("Version")
        .number("Scored")
        .number("Labelled")
        .number("Observed")
        .number("Mean score")
        .number("ROC AUC")
        .number("PR AUC")
        .number("Log loss")
        .rows(rows)
        .element();
  }
}

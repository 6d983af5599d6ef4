package io.falaj.scoring.report;

import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.chart.Axis;
import io.falaj.lineage.html.chart.LineChart;
import io.falaj.lineage.html.chart.LineChart.Guide;
import io.falaj.lineage.html.chart.Series;
import io.falaj.lineage.html.chart.Series.Point;
import io.falaj.lineage.html.chart.Series.Style;
import io.falaj.lineage.html.chart.Series.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How the model learned, and how it and its baseline do on rows that they have not seen. */
final class TrainingSection {

  private static final Tone[] TONES = {Tone.WATER, Tone.SAND, Tone.VIOLET, Tone.LEAF};
  private static final Guide DIAGONAL = new Guide("no skill", new Point(0, 0), new Point(1, 1));
  private static final Guide PERFECT =
      new Guide("perfectly calibrated", new Point(0, 0), new Point(1, 1));

  private TrainingSection() {}

  static Section of(ReportModel report) {
    List<Node> charts = new ArrayList<>();
    report.training().ifPresent(curves -> charts.add(losses(curves).card()));
    if (!report.evaluations().isEmpty()) {
      charts.add(roc(report.evaluations()).card());
      charts.add(precisionRecall(report.evaluations()).card());
      charts.add(calibration(report.evaluations()).card());
    }
    if (charts.isEmpty()) {
      return Section.absent(
          "training", "Training", "Training", "No model was trained yet: run ./falaj train.");
    }
    return new Section(
        "training",
        "Training and evaluation",
        "Training",
        "The model learns on the first months, stops early on held-back rows, and is judged beside"
            + " its baseline on the gate's rows, which neither has seen.",
        List.of(Html.div("grid two").with(charts)));
  }

  private static LineChart losses(TrainingCurves curves) {
    double[] all =
        DoubleStream.concat(
                curves.training().stream().mapToDouble(Double::doubleValue),
                curves.validation().stream().mapToDouble(Double::doubleValue))
            .filter(Double::isFinite)
            .toArray();
    double lo = DoubleStream.of(all).min().orElse(0);
    double hi = DoubleStream.of(all).max().orElse(1);
    Axis y = Axis.numbers("log loss", lo, hi);
    int epochs = Math.max(2, Math.max(curves.training().size(), curves.validation().size()));
    List<String> names = IntStream.rangeClosed(1, epochs).mapToObj(String::valueOf).toList();
    return new LineChart(
        "Training curves",
        "Log loss after each epoch; the parameters of epoch %d were kept.".formatted(curves.best()),
        Axis.names("epoch", names),
        y,
        List.of(
            Series.overNames("validation", Tone.WATER, Style.LINE, curves.validation()),
            Series.overNames("training", Tone.SAND, Style.LINE, curves.training())),
        List.of(
            new Guide(
                "kept",
                new Point(curves.best() - 1, y.min()),
                new Point(curves.best() - 1, y.max()))));
  }

  private static LineChart roc(List<EvaluatedModel> models) {
    return new LineChart(
        "ROC",
        "True positives against false positives, for every threshold.",
        Axis.shares("false-positive rate"),
        Axis.shares("true-positive rate"),
        lines(models, EvaluatedModel::roc, EvaluatedModel::rocAuc, Style.LINE),
        List.of(DIAGONAL));
  }

  private static LineChart precisionRecall(List<EvaluatedModel> models) {
    return new LineChart(
        "Precision and recall",
        "How many alarms are right, against how many positives are caught.",
        Axis.shares("recall"),
        Axis.shares("precision"),
        lines(models, EvaluatedModel::precisionRecall, EvaluatedModel::prAuc, Style.LINE),
        List.of());
  }

  private static LineChart calibration(List<EvaluatedModel> models) {
    return new LineChart(
        "Calibration",
        "Of rows scored 30 %, 30 % should be positive.",
        Axis.shares("mean score"),
        Axis.shares("observed share"),
        lines(models, EvaluatedModel::calibration, EvaluatedModel::logLoss, Style.DOTTED),
        List.of(PERFECT));
  }

  private static List<Series> lines(
      List<EvaluatedModel> models,
      Function<EvaluatedModel, List<Point>> points,
      java.util.function.ToDoubleFunction<EvaluatedModel> figure,
      Style style) {
    List<Series> lines = new ArrayList<>();
    for (int i = 0; i < Math.min(models.size(), TONES.length); i++) {
      EvaluatedModel model = models.get(i);
      String kind = style == Style.DOTTED ? "log loss" : "AUC";
      String name =
          "%s, %s %s"
              .formatted(
                  model.name(),
                  kind,
                  io.falaj.lineage.html.Numbers.fixed(figure.applyAsDouble(model), 3));
      lines.add(new Series(name, TONES[i], style, points.apply(model)));
    }
    return lines;
  }
}

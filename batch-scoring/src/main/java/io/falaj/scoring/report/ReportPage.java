package io.falaj.scoring.report;

import io.falaj.lineage.html.Brand;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Page;
import io.falaj.lineage.html.Text;
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
    List<Node> body = new ArrayList<>();
    body.add(Html.link("#main", "Skip to the report").css("skip"));
    body.add(header(report));
    body.add(navigation(sections));
    body.add(
        Element.of("main")
            .id("main")
            .with(Html.div("inner").with(sections.stream().map(Section::element).toList())));
    body.add(footer(report));
    return new Page(
        "%s · %s · Falaj".formatted(report.pipeline(), report.interval()),
        "Report of pipeline %s for %s".formatted(report.pipeline(), report.interval()),
        body);
  }

  private static Element header(ReportModel report) {
    List<Element> facts = new ArrayList<>();
    facts.add(Element.of("li", report.interval().toString()));
    report
        .model()
        .ifPresent(
            model ->
                facts.add(
                    Element.of("li", "model %s:%d".formatted(model.name(), model.version()))));
    facts.add(Element.of("li", "code " + report.codeVersion()));
    return Element.of("header")
        .css("top")
        .with(
            Html.div(
                "inner",
                Html.div("brand", Brand.mark(), new Text("Falaj")),
                Element.of("h1", "Pipeline " + report.pipeline()),
                Html.p(report.description()),
                Element.of("ul").css("facts").with(facts)));
  }

  private static Element navigation(List<Section> sections) {
    List<Element> links =
        sections.stream().map(section -> Html.link("#" + section.id(), section.brief())).toList();
    return Element.of("nav")
        .css("bar")
        .set("aria-label", "Sections")
        .with(Html.div("inner").with(links));
  }

  private static Element footer(ReportModel report) {
    return Element.of("footer")
        .css("end")
        .with(
            Html.div(
                "inner",
                new Text(
                    "Drawn from the lake's own records for %s; nothing is loaded from elsewhere."
                        .formatted(report.interval()))));
  }
}

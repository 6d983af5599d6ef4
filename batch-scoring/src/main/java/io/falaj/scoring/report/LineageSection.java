package io.falaj.scoring.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Text;
import java.util.ArrayList;
import java.util.List;

/** From the files to the scores, with the exact version of everything on the way. */
final class LineageSection {

  /** Lists longer than this are folded. */
  private static final int SHOWN = 8;

  private LineageSection() {}

  static Section of(ReportModel report) {
    if (report.lineage().isEmpty()) {
      return Section.absent(
          "lineage", "Lineage", "Lineage", "No step was recorded yet: run ./falaj run.");
    }
    List<Element> steps = new ArrayList<>();
    for (LineageStep step : report.lineage()) {
      steps.add(
          Element.of("li")
              .with(
                  Element.of("h3").with(new Text(step.step() + " "), Html.code(step.output())),
                  versions("read", step.inputs()),
                  versions("wrote", step.outputs())));
    }
    return new Section(
        "lineage",
        "Lineage",
        "Lineage",
        "The exact version of everything that was read and written, in the order in which data"
            + " flowed. ./falaj lineage answers for a single prediction.",
        List.of(Html.div("card", Element.of("ol").css("flow").with(steps))));
  }

  private static Node versions(String verb, List<String> versions) {
    if (versions.isEmpty()) {
      return new Text("");
    }
    Element label = Html.span("note", verb);
    if (versions.size() <= SHOWN) {
      return Html.div("", label, Cells.chips(versions));
    }
    return Html.details(
        new Text("%s %d versions".formatted(verb, versions.size())), Cells.chips(versions));
  }
}

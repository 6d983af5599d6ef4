package io.falaj.scoring.report;

import io.falaj.lineage.html.Bars;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long each step took when it last did its work. */
final class TimingSection {

  private TimingSection() {}

  static Section of(ReportModel report) {
    if (report.timings().isEmpty()) {
      return Section.absent(
          "timings", "Timings", "Timings", "No step was recorded yet: run ./falaj run.");
    }
    Duration longest =
        report.timings().stream().map(StepTiming::duration).max(Duration::compareTo).orElseThrow();
    Duration total =
        report.timings().stream().map(StepTiming::duration).reduce(Duration.ZERO, Duration::plus);
    List<Element> rows = new ArrayList<>();
    for (StepTiming timing : report.timings()) {
      double share = (double) timing.duration().toMillis() / Math.max(1, longest.toMillis());
      rows.add(
          Bars.row(
              timing.step(),
              List.of(new Bars.Part("b0", share)),
              Numbers.duration(timing.duration()) + rows(timing)));
    }
    return new Section(
        "timings",
        "Timings",
        "Timings",
        "From start to commit, when each step last did its work: %s together."
            .formatted(Numbers.duration(total)),
        List.of(Html.div("card", Html.div("bars").with(rows))));
  }

  private static String rows(StepTiming timing) {
    return timing.rows() == 0 ? "" : " · " + Numbers.count(timing.rows()) + " rows";
  }
}

package io.falaj.validation.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What became of the rows, interval by interval. */
final class RowsSection {

  private RowsSection() {}

  static Section of(DatasetModel model) {
    long rows = sum(model, IntervalRows::rows);
    long aside = sum(model, IntervalRows::quarantined);
    long held = sum(model, IntervalRows::held);
    long missed = model.expectations().stream().filter(one -> one.missed() > 0).count();
    Map<String, List<Double>> lines = new LinkedHashMap<>();
    lines.put("clean", values(model, IntervalRows::clean));
    lines.put("quarantine", values(model, IntervalRows::quarantined));
    lines.put("held", values(model, IntervalRows::held));
    return new Section(
        "rows",
        "Rows",
        "Rows",
        "Every row that arrived is in clean, in quarantine with its reasons, or held because its"
            + " interval was refused: raw = clean + quarantine + held.",
        List.of(
            Cells.tiles(
                List.of(
                    Cells.tile(
                        "rows",
                        Numbers.count(rows),
                        "in %d intervals".formatted(model.intervals().size())),
                    Cells.tile(
                        "clean",
                        Numbers.percent((double) sum(model, IntervalRows::clean) / rows),
                        Numbers.count(sum(model, IntervalRows::clean)) + " rows"),
                    Cells.tile("quarantine", Numbers.count(aside), share(aside, rows)),
                    Cells.tile("held", Numbers.count(held), share(held, rows)),
                    Cells.tile(
                        "expectations missed",
                        Numbers.count(missed),
                        "of %d".formatted(model.expectations().size())),
                    Cells.tile(
                        "source files",
                        Numbers.count(model.filesRead()),
                        "%d left out".formatted(model.files().size())))),
            Html.div("grid two")
                .with(
                    Histories.card(
                        "Rows of each interval",
                        "rows",
                        model.intervals().stream().map(IntervalRows::interval).toList(),
                        lines))));
  }

  private static String share(long part, long rows) {
    return Numbers.percent((double) part / rows) + " of the rows";
  }

  private static long sum(DatasetModel model, ToLongFunction<IntervalRows> of) {
    return model.intervals().stream().mapToLong(of).sum();
  }

  private static List<Double> values(DatasetModel model, ToLongFunction<IntervalRows> of) {
    return model.intervals().stream().map(one -> (double) of.applyAsLong(one)).toList();
  }
}

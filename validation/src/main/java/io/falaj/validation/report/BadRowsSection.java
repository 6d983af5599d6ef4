package io.falaj.validation.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import java.util.ArrayList;
import java.util.List;

/** Some of the rows that were set aside. */
final class BadRowsSection {

  private BadRowsSection() {}

  static Section of(DatasetModel model) {
    if (model.badRows().isEmpty()) {
      return Section.absent(
          "bad-rows", "Rows that were set aside", "Bad rows", "No row is in quarantine.");
    }
    List<List<Node>> rows = new ArrayList<>();
    for (BadRow row : model.badRows()) {
      rows.add(
          List.of(
              Html.code(row.expectation()),
              Html.code(row.value()),
              Cells.text(row.key()),
              Cells.text(row.source()),
              Cells.text(row.interval())));
    }
    return new Section(
        "bad-rows",
        "Rows that were set aside",
        "Bad rows",
        "Up to three for each expectation, from the newest interval that has some; all of them are in "
            + model.contract().quarantine()
            + ". What tells of a person is masked.",
        List.of(
            Html.div(
                "card",
                Table.of("Some rows of quarantine")
                    .text("Expectation")
                    .text("Value seen")
                    .text("Key")
                    .text("File and record")
                    .text("Interval")
                    .rows(rows)
                    .element())));
  }
}

package io.falaj.validation.report;

import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import java.util.ArrayList;
import java.util.List;

/** Source files that were not simply read. */
final class FilesSection {

  private FilesSection() {}

  static Section of(DatasetModel model) {
    if (model.files().isEmpty()) {
      return Section.absent(
          "files", "Files that were left out", "Files", "Every file was read and taken.");
    }
    List<List<Node>> rows = new ArrayList<>();
    for (SeenFile file : model.files()) {
      rows.add(
          List.of(
              Html.code(file.file()),
              Html.span(file.status().equals("duplicate") ? "badge" : "badge warn", file.status()),
              Cells.text(file.reason())));
    }
    return new Section(
        "files",
        "Files that were left out",
        "Files",
        "What was seen last first; all of it stands in monitoring.source_files.",
        List.of(
            Html.div(
                "card",
                Table.of("Files that were left out")
                    .text("File")
                    .text("Was")
                    .text("Why")
                    .rows(rows)
                    .element())));
  }
}

package io.falaj.validation.report;

import io.falaj.lineage.html.Page;
import io.falaj.lineage.html.SectionedPage;
import io.falaj.validation.Contract;
import java.util.ArrayList;
import java.util.List;

/** A dataset's page: a function of its model, and of nothing else. */
public final class DatasetPage {

  private DatasetPage() {}

  /** Lays the page out. Its size depends on the number of columns and intervals, never of rows. */
  public static Page of(DatasetModel model) {
    Contract contract = model.contract();
    List<String> facts = new ArrayList<>(List.of(model.interval().toString()));
    if (!contract.owner().isEmpty()) {
      facts.add("owner " + contract.owner());
    }
    facts.add("contract " + contract.fingerprint().hex().substring(0, 12));
    facts.add(model.version());
    return new SectionedPage(
            "%s · %s".formatted(contract.dataset(), model.interval()),
            "What is expected of dataset %s, and what was seen, for %s"
                .formatted(contract.dataset(), model.interval()),
            "Dataset " + contract.dataset(),
            contract.description(),
            facts,
            List.of(
                RowsSection.of(model),
                ExpectationsSection.of(model),
                ColumnsSection.of(model),
                BadRowsSection.of(model),
                FilesSection.of(model)),
            "Drawn from the lake's own records for %s; nothing is loaded from elsewhere."
                .formatted(model.interval()))
        .page();
  }
}

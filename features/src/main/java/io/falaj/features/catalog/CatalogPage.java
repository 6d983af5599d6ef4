package io.falaj.features.catalog;

import io.falaj.features.catalog.CatalogModel.EntityEntry;
import io.falaj.features.catalog.CatalogModel.FeatureEntry;
import io.falaj.features.catalog.CatalogModel.ViewEntry;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Page;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.SectionedPage;
import io.falaj.lineage.html.Table;
import io.falaj.lineage.html.Text;
import java.util.ArrayList;
import java.util.List;

/** The catalog as one page: a function of its model, and of nothing else. */
public final class CatalogPage {

  private CatalogPage() {}

  /** Lays the catalog out. */
  public static Page of(CatalogModel catalog) {
    int features = catalog.views().stream().mapToInt(view -> view.features().size()).sum();
    List<Section> sections = new ArrayList<>();
    catalog.views().forEach(view -> sections.add(view(view)));
    sections.add(entities(catalog.entities()));
    return new SectionedPage(
            catalog.pipeline() + " · feature catalog",
            "Feature views and features of pipeline " + catalog.pipeline(),
            "Features of " + catalog.pipeline(),
            catalog.description(),
            List.of(
                catalog.views().size() + " views",
                features + " features",
                catalog.entities().size() + " entities"),
            sections,
            "Drawn from the pipeline's definitions and the lake's tables.")
        .page();
  }

  private static Section view(ViewEntry view) {
    List<Node> about = new ArrayList<>();
    about.add(Html.span("badge", "version " + view.version()));
    about.add(new Text(" "));
    about.add(
        view.owner().isEmpty()
            ? Html.span("badge warn", "no owner")
            : Html.span("badge", view.owner()));
    List<Element> facts = new ArrayList<>();
    for (CatalogModel.Fact fact : view.facts()) {
      facts.add(Element.of("dt", fact.label()));
      facts.add(Element.of("dd").with(Html.code(fact.text())));
    }
    List<Node> card = new ArrayList<>();
    card.add(Element.of("dl").css("facts").with(facts));
    card.add(features(view));
    if (!view.tables().isEmpty()) {
      card.add(
          Html.div("chips")
              .with(view.tables().stream().map(t -> Html.code(t).css("chip")).toList()));
    }
    return new Section(
        "view-" + view.name(),
        view.name(),
        view.name(),
        "",
        List.of(
            Element.of("p").css("lead").with(about),
            Html.p(view.description()).css("lead"),
            Html.div("card").with(card)));
  }

  /** Columns that would be empty are left out. */
  private static Element features(ViewEntry view) {
    boolean typed = view.features().stream().anyMatch(f -> !f.type().isEmpty());
    boolean described = view.features().stream().anyMatch(f -> !f.description().isEmpty());
    Table table = Table.of("Features of " + view.name()).text("Feature");
    table = typed ? table.text("Type") : table;
    table = table.text("Definition");
    table = described ? table.text("What it says") : table;
    List<List<Node>> rows = new ArrayList<>();
    for (FeatureEntry feature : view.features()) {
      List<Node> cells = new ArrayList<>();
      cells.add(Html.code(feature.name()));
      if (typed) {
        cells.add(new Text(feature.type()));
      }
      cells.add(Html.code(feature.definition()));
      if (described) {
        cells.add(new Text(feature.description()));
      }
      rows.add(cells);
    }
    return table.rows(rows).element();
  }

  private static Section entities(List<EntityEntry> entities) {
    List<List<Node>> rows = new ArrayList<>();
    for (EntityEntry entity : entities) {
      rows.add(
          List.of(
              new Text(entity.name()),
              Html.code(String.join(", ", entity.keys())),
              new Text(entity.description())));
    }
    return new Section(
        "entities",
        "Entities",
        "entities",
        "What features are about, and the keys that labels and events share.",
        List.of(
            Html.div(
                "card",
                Table.of("Entities")
                    .text("Entity")
                    .text("Keys")
                    .text("What it is")
                    .rows(rows)
                    .element())));
  }
}

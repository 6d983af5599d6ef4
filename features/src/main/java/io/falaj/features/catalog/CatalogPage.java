package io.falaj.features.catalog;

import io.falaj.features.catalog.CatalogModel.EntityEntry;
import io.falaj.features.catalog.CatalogModel.FeatureEntry;
import io.falaj.features.catalog.CatalogModel.ViewEntry;
import io.falaj.lineage.html.Brand;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Page;
import io.falaj.lineage.html.Table;
import io.falaj.lineage.html.Text;
import java.util.ArrayList;
import java.util.List;

/** The catalog as one page: a function of its model, and of nothing else. */
public final class CatalogPage {

  private CatalogPage() {}

  /** Lays the catalog out. */
  public static Page of(CatalogModel catalog) {
    List<Node> body = new ArrayList<>();
    body.add(Html.link("#main", "Skip to the views").css("skip"));
    body.add(header(catalog));
    body.add(navigation(catalog.views()));
    List<Node> content = new ArrayList<>();
    catalog.views().forEach(view -> content.add(view(view)));
    content.add(entities(catalog.entities()));
    body.add(Element.of("main").id("main").with(Html.div("inner").with(content)));
    return new Page(
        "%s · feature catalog · Falaj".formatted(catalog.pipeline()),
        "Feature views and features of pipeline " + catalog.pipeline(),
        body);
  }

  private static Element header(CatalogModel catalog) {
    int features = catalog.views().stream().mapToInt(view -> view.features().size()).sum();
    return Element.of("header")
        .css("top")
        .with(
            Html.div(
                "inner",
                Html.div("brand", Brand.mark(), new Text("Falaj")),
                Element.of("h1", "Features of " + catalog.pipeline()),
                Html.p(catalog.description()),
                Element.of("ul")
                    .css("facts")
                    .with(
                        Element.of("li", catalog.views().size() + " views"),
                        Element.of("li", features + " features"),
                        Element.of("li", catalog.entities().size() + " entities"))));
  }

  private static Element navigation(List<ViewEntry> views) {
    List<Element> links = new ArrayList<>();
    views.forEach(view -> links.add(Html.link("#view-" + view.name(), view.name())));
    links.add(Html.link("#entities", "entities"));
    return Element.of("nav")
        .css("bar")
        .set("aria-label", "Views")
        .with(Html.div("inner").with(links));
  }

  private static Element view(ViewEntry view) {
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
    return Html.section(
        "view-" + view.name(),
        view.name(),
        Element.of("p").css("lead").with(about),
        Html.p(view.description()).css("lead"),
        Html.div("card").with(card));
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

  private static Element entities(List<EntityEntry> entities) {
    List<List<Node>> rows = new ArrayList<>();
    for (EntityEntry entity : entities) {
      rows.add(
          List.of(
              new Text(entity.name()),
              Html.code(String.join(", ", entity.keys())),
              new Text(entity.description())));
    }
    return Html.section(
        "entities",
        "Entities",
        Html.p("What features are about, and the keys that labels and events share.").css("lead"),
        Html.div(
            "card",
            Table.of("Entities")
                .text("Entity")
                .text("Keys")
                .text("What it is")
                .rows(rows)
                .element()));
  }
}

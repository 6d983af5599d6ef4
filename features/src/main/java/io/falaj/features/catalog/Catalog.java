package io.falaj.features.catalog;

import io.falaj.features.EntityYaml;
import io.falaj.features.Feature;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureView;
import io.falaj.features.FeatureViewYaml;
import io.falaj.features.OnDemandView;
import io.falaj.features.catalog.CatalogModel.EntityEntry;
import io.falaj.features.catalog.CatalogModel.Fact;
import io.falaj.features.catalog.CatalogModel.FeatureEntry;
import io.falaj.features.catalog.CatalogModel.ViewEntry;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.html.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Draws a pipeline's feature catalog from its definitions and the lake's tables. */
public final class Catalog {

  private final Lake lake;

  public Catalog(Lake lake) {
    this.lake = lake;
  }

  /**
   * What to list.
   *
   * @param pipeline the pipeline's name
   * @param description what it is for
   * @param entities as written, for owners and descriptions
   * @param views likewise
   * @param definitions as checked
   */
  public record Request(
      String pipeline,
      String description,
      List<EntityYaml> entities,
      List<FeatureViewYaml> views,
      FeatureCatalog definitions) {

    public Request {
      entities = List.copyOf(entities);
      views = List.copyOf(views);
    }
  }

  /**
   * The catalog.
   *
   * @param model all that it shows
   * @param html the file's bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Result(CatalogModel model, byte[] html) {}

  /** Draws the catalog; views whose tables are not made yet are listed without them. */
  public Result execute(Request request) {
    List<EntityEntry> entities =
        request.entities().stream()
            .sorted(Comparator.comparing(EntityYaml::entity))
            .map(Catalog::entity)
            .toList();
    List<ViewEntry> views =
        request.views().stream()
            .sorted(Comparator.comparing(FeatureViewYaml::featureView))
            .flatMap(yaml -> view(yaml, request.definitions()).stream())
            .toList();
    CatalogModel model =
        new CatalogModel(request.pipeline(), request.description(), entities, views);
    return new Result(model, CatalogPage.of(model).bytes());
  }

  private static EntityEntry entity(EntityYaml yaml) {
    return new EntityEntry(
        yaml.entity(),
        text(yaml.description()),
        yaml.keys().entrySet().stream().map(key -> key.getKey() + " " + key.getValue()).toList());
  }

  private Optional<ViewEntry> view(FeatureViewYaml yaml, FeatureCatalog definitions) {
    return definitions
        .view(yaml.featureView() + "_v" + yaml.version())
        .map(stored -> stored(yaml, stored))
        .or(
            () ->
                Optional.ofNullable(definitions.onDemand().get(yaml.featureView()))
                    .map(onDemand -> onDemand(yaml, onDemand)));
  }

  private ViewEntry stored(FeatureViewYaml yaml, FeatureView view) {
    List<TableName> made =
        Stream.of(view.valuesTable(), view.eventsTable()).filter(lake::exists).toList();
    StructType schema =
        made.contains(view.valuesTable())
            ? lake.schema(lake.pin(view.valuesTable()))
            : new StructType();
    List<FeatureEntry> features =
        view.features().stream()
            .map(
                feature ->
                    new FeatureEntry(
                        feature.name(),
                        type(schema, feature.name()),
                        definition(feature),
                        describe(yaml, feature.name())))
            .toList();
    return entry(
        yaml,
        facts(view),
        features,
        made.stream().map(table -> lake.pin(table).toString()).toList());
  }

  private static ViewEntry onDemand(FeatureViewYaml yaml, OnDemandView view) {
    List<FeatureEntry> features = new ArrayList<>();
    view.features()
        .forEach(
            (name, sql) ->
                features.add(new FeatureEntry(name, "", sql.text(), describe(yaml, name))));
    return entry(
        yaml,
        List.of(new Fact("Computed", "on demand, from the label and other features")),
        features,
        List.of());
  }

  private static ViewEntry entry(
      FeatureViewYaml yaml, List<Fact> facts, List<FeatureEntry> features, List<String> tables) {
    return new ViewEntry(
        yaml.featureView(),
        yaml.version(),
        text(yaml.owner()),
        text(yaml.description()),
        facts,
        features,
        tables);
  }

  private static List<Fact> facts(FeatureView view) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Entity", view.entity().name()));
    facts.add(new Fact("Source", view.source().toString()));
    view.where().ifPresent(where -> facts.add(new Fact("Rows", where.text())));
    view.times().eventTime().ifPresent(time -> facts.add(new Fact("Event time", time.text())));
    view.times().availableTime().ifPresent(time -> facts.add(new Fact("Known at", time.text())));
    if (!view.times().publishDelay().isZero()) {
      facts.add(new Fact("Published after", Numbers.duration(view.times().publishDelay())));
    }
    view.times().ttl().ifPresent(ttl -> facts.add(new Fact("Counts for", Numbers.duration(ttl))));
    return facts;
  }

  private static String definition(Feature feature) {
    return feature.definition()
        + feature.window().map(w -> " over " + Numbers.duration(w)).orElse("");
  }

  private static String type(StructType schema, String column) {
    return Arrays.asList(schema.fieldNames()).contains(column)
        ? schema.apply(column).dataType().sql().toLowerCase(Locale.ROOT)
        : "";
  }

  private static String describe(FeatureViewYaml yaml, String feature) {
    return Optional.ofNullable(yaml.features().get(feature))
        .map(f -> text(f.description()))
        .orElse("");
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}

package io.falaj.features;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The features that labels are joined with, resolved against a catalog.
 *
 * @param joins the stored views to join, each once for each set of label columns it is joined on
 * @param computed the views computed on demand from labels and joins, each after those it uses
 * @param outputs the columns that come out, in the order they were asked for
 */
public record FeatureSelection(
    List<Join> joins, List<OnDemandView> computed, List<Output> outputs) {

  /**
   * A stored view, joined on label columns.
   *
   * @param name unique among joins; the reference where it is joined on its own keys
   * @param reference what it was asked for by: the view's name, or its versioned name
   * @param view the view
   * @param labelKeys the labels' column for each key of the entity, in order
   * @param features the features needed, asked for or used on demand
   */
  public record Join(
      String name,
      String reference,
      FeatureView view,
      List<String> labelKeys,
      List<Feature> features) {
    public Join {
      labelKeys = List.copyOf(labelKeys);
      features = List.copyOf(features);
    }

    /** The keys that the labels name differently, as {@code key = column, …}. */
    private String renamed() {
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < labelKeys.size(); i++) {
        String key = view.entity().keyNames().get(i);
        if (!key.equals(labelKeys.get(i))) {
          pairs.add(key + " = " + labelKeys.get(i));
        }
      }
      return String.join(", ", pairs);
    }
  }

  /**
   * A column that comes out.
   *
   * @param column its name
   * @param from the join or the view computed on demand
   * @param feature the feature's name there
   * @param meaning the identity of what it means
   */
  public record Output(String column, String from, String feature, Fingerprint meaning) {}

  public FeatureSelection {
    joins = List.copyOf(joins);
    computed = List.copyOf(computed);
    outputs = List.copyOf(outputs);
  }

  /**
   * Resolves references such as {@code carrier_delays.*}; what is wrong is added to the problems.
   */
  public static Optional<FeatureSelection> parse(
      List<String> references, FeatureCatalog catalog, Location at, Problems problems) {
    return new SelectionParser(catalog, at, problems).parse(references);
  }

  /** All features of one view, on its own keys, under their own names. */
  static FeatureSelection of(FeatureView view) {
    Join join = new Join(view.name(), view.name(), view, view.entity().keyNames(), view.features());
    List<Output> outputs =
        view.features().stream()
            .map(f -> new Output(f.name(), view.name(), f.name(), view.fingerprint(f)))
            .toList();
    return new FeatureSelection(List.of(join), List.of(), outputs);
  }

  /** References that {@link #parse} makes the same of. */
  List<String> references() {
    List<String> references = new ArrayList<>();
    for (Output output : outputs) {
      Optional<Join> join =
          joins.stream().filter(each -> each.name().equals(output.from())).findFirst();
      StringBuilder reference =
          new StringBuilder(join.map(Join::reference).orElse(output.from()))
              .append('.')
              .append(output.feature());
      if (!output.column().equals(output.feature())) {
        reference.append(" as ").append(output.column());
      }
      join.map(Join::renamed)
          .filter(on -> !on.isEmpty())
          .ifPresent(on -> reference.append(" on ").append(on));
      references.add(reference.toString());
    }
    return references;
  }

  public List<String> columns() {
    return outputs.stream().map(Output::column).toList();
  }

  /** The stored views that are joined, each once. */
  public List<FeatureView> views() {
    return joins.stream().map(Join::view).distinct().toList();
  }

  /** The columns that labels must have: keys, and what expressions on demand use. */
  public Set<String> labelColumns() {
    Stream<String> keys = joins.stream().flatMap(join -> join.labelKeys().stream());
    Stream<String> used =
        computed.stream()
            .flatMap(view -> view.features().values().stream())
            .flatMap(sql -> sql.references().stream())
            .filter(name -> !name.contains(".") && !name.equals(OnDemandView.LABEL_TIME));
    return Stream.concat(keys, used).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The identity of what comes out: names, order and meaning of every column. */
  public Fingerprint fingerprint() {
    return Fingerprint.builder("feature_selection")
        .add("columns", columns())
        .add("meanings", outputs.stream().map(Output::meaning).toList())
        .build();
  }
}

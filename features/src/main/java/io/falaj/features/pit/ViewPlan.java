package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.features.Boundary;
import io.falaj.features.Feature;
import io.falaj.features.FeatureView;
import io.falaj.features.NullPolicy;
import io.falaj.lineage.FalajException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How features of one view are computed from its events: what goes to the tasks.
 *
 * @param name the view, for messages
 * @param reader where things stand in a row of events
 * @param windows by width
 * @param latestSuffices whether one running best event is enough
 * @param outputs names and types of what comes out, in the order of the features
 */
record ViewPlan(
    String name,
    EventReader reader,
    List<WindowPlan> windows,
    boolean latestSuffices,
    StructType outputs)
    implements Serializable {

  /**
   * Plans features of a view.
   *
   * @param revision whether events may have been removed
   * @param schema the columns that are read, as {@link EventLayout#columns} names them
   * @throws FalajException.Configuration if an aggregate is not defined for its input's type
   */
  static ViewPlan of(
      FeatureView view, List<Feature> features, StructType schema, ViewEvents.Revision revision) {
    int keys = view.entity().keys().size();
    EventReader reader = new EventReader(schema, keys, view.sequence().size());
    checkSequence(view, reader);
    List<String> inputs = List.copyOf(EventLayout.inputs(features).keySet());
    Map<Optional<Duration>, List<FeaturePlan>> byWindow = new LinkedHashMap<>();
    boolean latest = view.deleted().isEmpty() && revision == ViewEvents.Revision.ONLY_ADDED;
    StructType outputs = new StructType();
    for (int i = 0; i < features.size(); i++) {
      FeaturePlan plan = plan(view, features.get(i), i, inputs, reader);
      outputs = outputs.add(features.get(i).name(), plan.outputType());
      byWindow.computeIfAbsent(window(features.get(i)), w -> new ArrayList<>()).add(plan);
      latest &= plan.aggregate() == Aggregate.LAST && plan.nullPolicy() == NullPolicy.KEEP;
    }
    long ttl = view.times().ttl().map(ViewPlan::micros).orElse(-1L);
    int openEdge = view.times().boundary() == Boundary.INCLUSIVE ? 1 : 0;
    List<WindowPlan> windows = new ArrayList<>();
    byWindow.forEach(
        (width, plans) ->
            windows.add(
                new WindowPlan(
                    width.map(ViewPlan::micros).orElse(-1L), openEdge, ttl, List.copyOf(plans))));
    return new ViewPlan(view.versionedName(), reader, List.copyOf(windows), latest, outputs);
  }

  private static void checkSequence(FeatureView view, EventReader reader) {
    for (int i = 0; i < view.sequence().size(); i++) {
      ColumnType type = reader.sequence().get(i);
      if (!type.ordered()) {
        throw new FalajException.Configuration(
            "View '%s': its sequence '%s' is a %s, which has no order. Name columns of simple types under 'sequence'."
                .formatted(view.versionedName(), view.sequence().get(i), type.type().sql()));
      }
    }
  }

  private static Optional<Duration> window(Feature feature) {
    return feature instanceof Feature.Windowed windowed
        ? Optional.of(windowed.window())
        : Optional.empty();
  }

  private static FeaturePlan plan(
      FeatureView view, Feature feature, int output, List<String> inputs, EventReader reader) {
    Aggregate aggregate =
        feature instanceof Feature.Windowed windowed ? windowed.aggregate() : Aggregate.LAST;
    int input =
        EventLayout.input(feature).map(EventLayout::inputColumn).map(inputs::indexOf).orElse(-1);
    ColumnType type =
        input < 0 ? new ColumnType(DataTypes.BooleanType) : reader.inputs().get(input);
    FeaturePlan plan = new FeaturePlan(output, aggregate, feature.nullPolicy(), input, type);
    if (!plan.defined()) {
      throw new FalajException.Configuration(
          "Feature '%s' of view '%s': %s is not defined for values of type %s. Change 'of', for example with a cast."
              .formatted(
                  feature.name(),
                  view.versionedName(),
                  aggregate.name().toLowerCase(java.util.Locale.ROOT),
                  type.type().sql()));
    }
    return plan;
  }

  private static long micros(Duration duration) {
    try {
      return Math.addExact(
          Math.multiplyExact(duration.toSeconds(), 1_000_000L), duration.toNanosPart() / 1000);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}

package io.falaj.features.pit;

import io.falaj.features.Boundary;
import io.falaj.features.EventFeature;
import io.falaj.features.Feature;
import io.falaj.features.FeatureView;
import io.falaj.features.Ratio;
import io.falaj.features.SqlText;
import io.falaj.lineage.FalajException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * How features of one view are computed from its events: what goes to the tasks.
 *
 * @param name the view, for messages
 * @param reader where things stand in a row of events
 * @param windows by width
 * @param latestSuffices whether one running best event is enough
 * @param computed how many values are computed from events
 * @param features how the features come of them, in their order
 * @param outputs names and types of the features
 */
record ViewPlan(
    String name,
    EventReader reader,
    List<WindowPlan> windows,
    boolean latestSuffices,
    int computed,
    List<OutputPlan> features,
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
    List<EventFeature> computed = EventLayout.events(features);
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < computed.size(); i++) {
      EventFeature event = computed.get(i);
      FeaturePlan plan = plan(view, event, i, inputs, reader);
      types.add(plan.outputType());
      byWindow.computeIfAbsent(event.window(), w -> new ArrayList<>()).add(plan);
      latest &= event.lastEventDecides();
    }
    List<OutputPlan> outputPlans = new ArrayList<>();
    StructType outputs = new StructType();
    for (Feature feature : features) {
      int of = computed.indexOf(feature.events().get(0));
      int to = -1;
      if (feature instanceof Ratio ratio) {
        to = computed.indexOf(ratio.to());
        checkNumber(view, ratio, ratio.of(), types.get(of));
        checkNumber(view, ratio, ratio.to(), types.get(to));
      }
      outputPlans.add(new OutputPlan(of, to));
      outputs = outputs.add(feature.name(), to < 0 ? types.get(of) : DataTypes.DoubleType);
    }
    long ttl = view.times().ttl().map(ViewPlan::micros).orElse(-1L);
    int openEdge = view.times().boundary() == Boundary.INCLUSIVE ? 1 : 0;
    List<WindowPlan> windows = new ArrayList<>();
    byWindow.forEach(
        (width, plans) ->
            windows.add(
                new WindowPlan(
                    width.map(ViewPlan::micros).orElse(-1L), openEdge, ttl, List.copyOf(plans))));
    return new ViewPlan(
        view.versionedName(),
        reader,
        List.copyOf(windows),
        latest,
        computed.size(),
        List.copyOf(outputPlans),
        outputs);
  }

  private static void checkNumber(
      FeatureView view, Ratio ratio, EventFeature operand, DataType type) {
    if (!(type instanceof NumericType)) {
      throw new FalajException.Configuration(
          "Feature '%s' of view '%s': '%s' is a %s, not a number, and cannot be part of a ratio. Name a feature that is a number."
              .formatted(ratio.name(), view.versionedName(), operand.name(), type.sql()));
    }
  }

  /** Whether a feature is not just what was computed. */
  boolean divides() {
    return features.stream().anyMatch(feature -> feature.to() >= 0);
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

  private static FeaturePlan plan(
      FeatureView view, EventFeature feature, int output, List<String> inputs, EventReader reader) {
    int input = position(feature.of(), inputs);
    int filter = position(feature.where(), inputs);
    ColumnType type =
        input < 0 ? new ColumnType(DataTypes.BooleanType) : reader.inputs().get(input);
    if (filter >= 0 && !reader.inputs().get(filter).bool()) {
      throw new FalajException.Configuration(
          "Feature '%s' of view '%s': its 'where' '%s' is a %s, not a condition. Write one that is true or false."
              .formatted(
                  feature.name(),
                  view.versionedName(),
                  feature.where().orElseThrow(),
                  reader.inputs().get(filter).type().sql()));
    }
    double parameter = feature.k().isPresent() ? feature.k().getAsInt() : feature.q().orElse(0);
    FeaturePlan plan =
        new FeaturePlan(
            output, feature.aggregate(), parameter, feature.nullPolicy(), input, type, filter);
    if (!plan.defined()) {
      throw new FalajException.Configuration(
          "Feature '%s' of view '%s': %s is not defined for values of type %s. Change 'of', for example with a cast."
              .formatted(
                  feature.name(),
                  view.versionedName(),
                  feature.aggregate().text(),
                  type.type().sql()));
    }
    return plan;
  }

  private static int position(Optional<SqlText> sql, List<String> inputs) {
    return sql.map(EventLayout::inputColumn).map(inputs::indexOf).orElse(-1);
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

package io.falaj.features.pit;

import io.falaj.features.EventFeature;
import io.falaj.features.Feature;
import io.falaj.features.FeatureView;
import io.falaj.features.SqlText;
import io.falaj.lineage.Fingerprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The columns of a view's events table: the entity's keys, then the times, what tells versions
 * apart, and the inputs of the features.
 */
public final class EventLayout {

  /** The first instant at which a label can see the row. */
  public static final String KNOWN_TIME = "_known_time";

  public static final String EVENT_TIME = "_event_time";
  public static final String AVAILABLE_TIME = "_available_time";

  /** The last resort of the total order: a hash of all inputs. */
  public static final String ROW_HASH = "_row_hash";

  /** Whether the row is the removal of its event. */
  public static final String DELETED = "_deleted";

  /** The month of {@link #KNOWN_TIME} (UTC), as its first day. */
  public static final String SLAB = "_slab";

  /** {@code pmod(hash(keys), buckets)}. */
  public static final String BUCKET = "_bucket";

  public static final String INTERVAL = "_interval";

  private static final String INPUT = "of_";

  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

  private EventLayout() {}

  /** The column of an input expression. */
  public static String inputColumn(SqlText expression) {
    return INPUT
        + (PLAIN.matcher(expression.text().strip()).matches()
            ? expression.text().strip()
            : Fingerprint.of(expression.canonical()).brief());
  }

  /** Whether a column of an events table is that of an input. */
  public static boolean isInput(String column) {
    return column.startsWith(INPUT);
  }

  /** The column of one of the source's columns that tell events apart. */
  static String sequenceColumn(String column) {
    return "seq_" + column;
  }

  static List<String> sequenceColumns(FeatureView view) {
    return view.sequence().stream().map(EventLayout::sequenceColumn).toList();
  }

  /** What has to be computed from events for some features, each of it once. */
  static List<EventFeature> events(List<Feature> features) {
    return features.stream().flatMap(feature -> feature.events().stream()).distinct().toList();
  }

  /** The inputs of features, each distinct expression once, by column. */
  public static Map<String, SqlText> inputs(List<Feature> features) {
    Map<String, SqlText> inputs = new LinkedHashMap<>();
    for (EventFeature feature : events(features)) {
      feature.inputs().forEach(sql -> inputs.putIfAbsent(inputColumn(sql), sql));
    }
    return inputs;
  }

  /** The columns a table of the view's events is sorted by within a bucket and slab. */
  public static List<String> order(FeatureView view) {
    List<String> order = new ArrayList<>(view.entity().keyNames());
    order.add(KNOWN_TIME);
    order.add(EVENT_TIME);
    order.add(AVAILABLE_TIME);
    order.addAll(sequenceColumns(view));
    order.add(ROW_HASH);
    return List.copyOf(order);
  }

  /** The columns that retrieval of the features reads, the order's first. */
  static List<String> columns(FeatureView view, List<Feature> features) {
    List<String> columns = new ArrayList<>(order(view));
    columns.add(DELETED);
    columns.addAll(inputs(features).keySet());
    return List.copyOf(columns);
  }
}

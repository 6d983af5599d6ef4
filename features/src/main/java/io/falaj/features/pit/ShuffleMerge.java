package io.falaj.features.pit;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/** Shuffle merge: labels and events, shuffled and sorted alike, are merged task by task. */
final class ShuffleMerge {

  private ShuffleMerge() {}

  static JavaRDD<InternalRow> merge(
      JavaRDD<InternalRow> labels, LabelPlan plan, ViewPlan view, JavaRDD<InternalRow> events) {
    int features = view.outputs().size();
    // Of what Spark knows to be empty it makes no partitions at all.
    if (labels.getNumPartitions() == 0) {
      return labels;
    } else if (events.getNumPartitions() == 0) {
      return labels.mapPartitions(
          rows -> merge(rows, plan, view, Collections.emptyIterator(), features), true);
    }
    return labels.zipPartitions(
        events, (labelRows, eventRows) -> merge(labelRows, plan, view, eventRows, features));
  }

  private static LabelMerge merge(
      Iterator<InternalRow> labels,
      LabelPlan plan,
      ViewPlan view,
      Iterator<InternalRow> events,
      int features) {
    return new LabelMerge(
        labels, plan, List.of(new ViewMerge(view, new RowCursor(events))), features);
  }
}

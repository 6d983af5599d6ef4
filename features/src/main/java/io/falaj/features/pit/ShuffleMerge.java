package io.falaj.features.pit;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/** Shuffle merge: labels and events, shuffled and sorted alike, are merged task by task. */
final class ShuffleMerge {

  private ShuffleMerge() {}

  static JavaRDD<InternalRow> merge(
      JavaRDD<InternalRow> labels, LabelPlan plan, ViewPlan view, JavaRDD<InternalRow> events) {
    int features = view.outputs().size();
    return labels.zipPartitions(
        events,
        (labelRows, eventRows) ->
            new LabelMerge(
                labelRows, plan, List.of(new ViewMerge(view, new RowCursor(eventRows))), features));
  }
}

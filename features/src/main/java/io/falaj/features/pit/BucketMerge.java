package io.falaj.features.pit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/** Sorted buckets: task i merges the labels of bucket i with the files of bucket i. */
final class BucketMerge {

  private BucketMerge() {}

  static JavaRDD<InternalRow> merge(
      JavaRDD<InternalRow> labels,
      LabelPlan plan,
      List<ViewPlan> views,
      List<BucketReader> readers) {
    List<ViewPlan> plans = List.copyOf(views);
    List<BucketReader> files = List.copyOf(readers);
    int features = plans.stream().mapToInt(view -> view.outputs().size()).sum();
    return labels.mapPartitionsWithIndex(
        (bucket, rows) -> {
          List<ViewMerge> merges = new ArrayList<>();
          for (int i = 0; i < plans.size(); i++) {
            merges.add(new ViewMerge(plans.get(i), files.get(i).open(bucket)));
          }
          return new LabelMerge(rows, plan, merges, features);
        },
        true);
  }
}

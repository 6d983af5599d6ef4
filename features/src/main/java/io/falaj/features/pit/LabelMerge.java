package io.falaj.features.pit;

import io.falaj.lineage.FalajException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one bucket, each with the features of all views of one entity: exactly one row out
 * for each row in. Rows are used again: whoever keeps one copies it.
 */
final class LabelMerge implements Iterator<InternalRow> {

  private final Iterator<InternalRow> labels;
  private final LabelPlan plan;
  private final List<ViewMerge> views;
  private final GenericInternalRow features;
  private final JoinedRow joined = new JoinedRow();
  private @Nullable InternalRow current;
  private boolean begun;

  LabelMerge(Iterator<InternalRow> labels, LabelPlan plan, List<ViewMerge> views, int features) {
    this.labels = labels;
    this.plan = plan;
    this.views = views;
    this.features = new GenericInternalRow(features);
  }

  @Override
  public boolean hasNext() {
    return labels.hasNext();
  }

  @Override
  public InternalRow next() {
    InternalRow label = labels.next();
    if (label.isNullAt(plan.time())) {
      throw new FalajException.DataRefused(
          "A label with the keys (%s) has no time: features are as known at a label's time. Mend the labels' query, or leave such rows out."
              .formatted(plan.describeKeys(label)));
    }
    long time = label.getLong(plan.time());
    plan.checkTime(label, time);
    InternalRow matched = plan.hasNullKey(label) ? null : label;
    if (!begun || matched == null || current == null || !plan.sameKeys(current, label)) {
      begun = true;
      current = matched == null ? null : matched.copy();
      for (ViewMerge view : views) {
        view.begin(matched, plan.firstKey());
      }
    }
    int at = 0;
    for (ViewMerge view : views) {
      GenericInternalRow values = features(view, matched, label, time);
      System.arraycopy(values.values(), 0, features.values(), at, values.numFields());
      at += values.numFields();
    }
    return joined.apply(label, features);
  }

  private GenericInternalRow features(
      ViewMerge view, @Nullable InternalRow matched, InternalRow label, long time) {
    try {
      return view.features(matched, plan.firstKey(), time, plan.late());
    } catch (ArithmeticException e) {
      throw new FalajException.DataRefused(
          "View %s, keys (%s), at %s: %s. Narrow the window, or cast what is summed."
              .formatted(
                  view.name(),
                  plan.describeKeys(label),
                  Instant.EPOCH.plus(time, ChronoUnit.MICROS),
                  e.getMessage()),
          e);
    }
  }
}

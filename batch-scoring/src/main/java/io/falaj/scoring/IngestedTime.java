package io.falaj.scoring;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When the rows that were ingested happened. Datasets without an event time are of no time.
 *
 * @param spans without gap or overlap, in order
 */
record IngestedTime(List<DataInterval> spans) {

  IngestedTime {
    spans = List.copyOf(spans);
  }

  static IngestedTime of(Lake lake, List<String> datasets) {
    TreeSet<DataInterval> intervals = new TreeSet<>();
    for (String dataset : datasets) {
      lake.commits(QualityRecords.INGEST, dataset).stream()
          .map(Commit::interval)
          .filter(interval -> !interval.equals(DataInterval.WHOLE))
          .forEach(intervals::add);
    }
    List<DataInterval> spans = new ArrayList<>();
    for (DataInterval interval : intervals) {
      int last = spans.size() - 1;
      if (last < 0 || spans.get(last).end().isBefore(interval.start())) {
        spans.add(interval);
      } else {
        spans.set(last, DataInterval.hull(List.of(spans.get(last), interval)));
      }
    }
    return new IngestedTime(spans);
  }

  /**
   * Looks whether an interval has any of it.
   *
   * @throws FalajException.DataRefused if something was ingested, and nothing of it is of then
   */
  void checkReaches(DataInterval interval, String pipeline) {
    if (!spans.isEmpty() && spans.stream().noneMatch(interval::overlaps)) {
      throw new FalajException.DataRefused(
          "Pipeline %s has nothing in %s: what was ingested is of %s. Ask for an --interval there, or run the pipeline for this one first."
              .formatted(
                  pipeline,
                  interval,
                  spans.stream().map(DataInterval::toString).collect(Collectors.joining(", "))));
    }
  }
}

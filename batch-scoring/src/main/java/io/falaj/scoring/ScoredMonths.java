package io.falaj.scoring;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import java.util.List;
import java.util.TreeSet;

/**
 * Which months are scored: those of the interval asked for that have rows and that the model has
 * not learned from, since on those its scores would flatter it.
 *
 * @param months what to score, in order
 * @param learned months left out because they overlap the training set
 */
record ScoredMonths(List<DataInterval> months, List<DataInterval> learned) {

  /**
   * Finds them.
   *
   * @param source the labels' table
   * @param hull the time that the model has learned from
   * @throws FalajException.DataRefused if nothing is left to score
   */
  static ScoredMonths of(Lake lake, TableName source, DataInterval hull, DataInterval asked) {
    TreeSet<DataInterval> there = new TreeSet<>();
    for (StepInput input : lake.inputs(source, asked)) {
      DataInterval committed =
          DataInterval.parse(input.name().substring(source.toString().length() + 1));
      if (committed.equals(DataInterval.WHOLE)) {
        there.addAll(asked.months());
      } else {
        committed.months().stream().filter(asked::overlaps).forEach(there::add);
      }
    }
    List<DataInterval> learned = there.stream().filter(hull::overlaps).toList();
    List<DataInterval> months = there.stream().filter(month -> !hull.overlaps(month)).toList();
    if (months.isEmpty()) {
      throw new FalajException.DataRefused(
          learned.isEmpty()
              ? "Table %s has no committed rows in %s: there is nothing to score. Ingest them first."
                  .formatted(source, asked)
              : ("The model has learned from all of %s: scores there would flatter it. Ask for an"
                      + " interval after %s.")
                  .formatted(asked, hull));
    }
    return new ScoredMonths(months, learned);
  }
}

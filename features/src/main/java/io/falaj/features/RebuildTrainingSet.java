package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalContent;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes a training set again, from its record alone: by the definitions that it was made by, from
 * the versions that it was made from, whatever the definitions and tables have become since. It is
 * kept only where it is the same.
 */
public final class RebuildTrainingSet {

  static final String STEP = "training-set-rebuild";

  /** What the name of a rebuilt training set's table ends in. */
  static final String REBUILT = "_rebuilt";

  private final Lake lake;

  public RebuildTrainingSet(Lake lake) {
    this.lake = lake;
  }

  /**
   * What was made.
   *
   * @param trainingSet the manifest
   * @param table where its rows are now
   */
  public record Result(TrainingSet trainingSet, TableVersion table) {}

  /** The table of the training set that was rebuilt last under a name. */
  public static TableName table(String name) {
    return new TableName(Zone.TRAINING, name + REBUILT);
  }

  /**
   * Rebuilds.
   *
   * @throws FalajException.DataRefused if an input can no longer be read as it was, naming it, or
   *     something else came out; then nothing is kept
   */
  public Result execute(TrainingSet set) {
    TrainingSetSpec spec = new TrainingSets(lake).definitions(set);
    set.inputs().forEach(lake::checkIntact);
    StepRequest request =
        new StepRequest(
            STEP,
            set.name(),
            set.definition(),
            BuildTrainingSet.SEMANTICS,
            List.of(
                new IntervalRequest(
                    DataInterval.WHOLE,
                    List.of(
                        new StepInput("manifest", set.name(), set.fingerprint().hex()),
                        // That it comes out the same is to be seen each time.
                        new StepInput("run", lake.run().job(), lake.run().runId())))),
            set.inputs());
    try (Step step = lake.begin(request)) {
      try {
        return new Result(set, write(set, spec, step));
      } catch (RuntimeException e) {
        step.failed(e);
        throw e;
      }
    }
  }

  private TableVersion write(TrainingSet set, TrainingSetSpec spec, Step step) {
    Dataset<Row> rows =
        new TrainingRows(lake)
            .of(spec, set.input(spec.labels().source()), set.pins(spec.features()));
    StagedWrite staged =
        step.replaceIntervals(TrainingRows.table(spec, table(set.name()), rows.schema()), rows);
    IntervalContent content = Objects.requireNonNull(staged.contents().get(DataInterval.WHOLE));
    if (content.rows() != set.rows() || !content.checksum().equals(set.checksum())) {
      staged.abandon();
      throw new FalajException.DataRefused(
          "Training set '%s' does not come out as it was: its manifest %s tells of %,d rows with checksum %s, and these are %,d with checksum %s. One of its inputs was altered: %s. Restore that from a copy."
              .formatted(
                  set.name(),
                  set.fingerprint().brief(),
                  set.rows(),
                  set.checksum(),
                  content.rows(),
                  content.checksum(),
                  set.inputs().stream()
                      .map(TableVersion::toString)
                      .collect(Collectors.joining(", "))));
    }
    TableVersion version = staged.commit();
    step.commit();
    return version;
  }
}

package io.falaj.validation;

import io.falaj.lineage.Lake;
import io.falaj.lineage.RowObserver;
import io.falaj.lineage.StagedRows;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * An ingest's rows on their way into raw: those that arrive, and, of an interval that is written
 * anew, those that raw has and that stay.
 */
final class RawWrite {

  private final Lake lake;
  private final Intake intake;
  private final TableSpec spec;
  private final Partitioning partitioning;
  private final Measures measures;
  private final FailureCounter counter;
  private final Optional<ProfileObserver> measuring;
  private final RowObserver<?>[] observers;
  private @Nullable StagedRows staged;

  RawWrite(Lake lake, Contract contract, Intake intake, RowChecks rowChecks) {
    this.lake = lake;
    this.intake = intake;
    this.spec = new DatasetTables(contract, rowChecks).raw();
    this.partitioning = contract.partitioning();
    this.measures = new Measures(contract);
    this.counter = new FailureCounter(rowChecks.words());
    this.measuring = measures.onTheWay();
    List<RowObserver<?>> all =
        new ArrayList<>(List.of(counter, Unwritten.of(RawRows.WANTED, FileCounter.EVENT)));
    measuring.ifPresent(all::add);
    this.observers = all.toArray(RowObserver<?>[]::new);
  }

  /** Reads what was not read yet, and tells the intake what it holds. */
  void read(Step step) {
    StagedRows early =
        step.stage(spec, inOrder(intake.arriving(step.pending()).orElseThrow()), observers);
    intake.read(early);
    staged = early;
  }

  /** Writes the pending intervals. */
  StagedWrite write(Step step) {
    StagedRows early = staged;
    if (early != null) {
      return step.replaceIntervals(early, intake.staying(step.pending()).map(this::inOrder));
    }
    List<Dataset<Row>> parts = new ArrayList<>();
    intake.arriving(step.pending()).map(this::inOrder).ifPresent(parts::add);
    intake.staying(step.pending()).map(this::inOrder).ifPresent(parts::add);
    Dataset<Row> rows =
        parts.stream()
            .reduce(Dataset::unionByName)
            .orElseGet(() -> lake.dataset(List.of(), measures.behind(spec.schema())));
    return step.replaceIntervals(spec, rows, observers);
  }

  /** Who measures them has one interval before it at a time. */
  private Dataset<Row> inOrder(Dataset<Row> rows) {
    return measuring.isPresent() ? partitioning.inOrder(rows) : rows;
  }

  /** How many rows each interval got, and how many of them failed what. */
  FailureCounter.Counts counts(StagedWrite written) {
    return written.observed(counter);
  }

  /**
   * What the contract's dataset expectations are held against.
   *
   * @param typed the rows again: a run that died took what it measured along
   */
  Profiles measured(StagedWrite written, Dataset<Row> typed) {
    if (written.rolledForward()) {
      return measures.of(lake, typed);
    }
    return measuring
        .map(observer -> written.observed(observer).profiles())
        .orElseGet(() -> new Profiles(Map.of()));
  }
}

package io.falaj.validation;

import io.falaj.lineage.Lake;
import io.falaj.lineage.StagedRows;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.Measures.Watched;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final FailureCounter counter;
  private final Measures measures;
  private final List<Watched> watched = new ArrayList<>();
  private @Nullable StagedRows staged;

  RawWrite(
      Lake lake, Contract contract, Intake intake, RowChecks rowChecks, FailureCounter counter) {
    this.lake = lake;
    this.intake = intake;
    this.spec = new DatasetTables(contract, rowChecks).raw();
    this.counter = counter;
    this.measures = new Measures(contract);
  }

  /** Reads what was not read yet, and tells the intake what it holds. */
  void read(Step step) {
    Dataset<Row> rows = intake.arriving(step.pending()).orElseThrow();
    StagedRows early = step.stage(spec, watch(rows), counter);
    intake.read(early);
    staged = early;
  }

  /** Writes the pending intervals. */
  StagedWrite write(Step step) {
    StagedRows early = staged;
    if (early != null) {
      return step.replaceIntervals(early, intake.staying(step.pending()).map(this::watch));
    }
    List<Dataset<Row>> parts = new ArrayList<>();
    intake.arriving(step.pending()).map(this::watch).ifPresent(parts::add);
    intake.staying(step.pending()).map(this::watch).ifPresent(parts::add);
    Dataset<Row> rows =
        parts.stream()
            .reduce(Dataset::unionByName)
            .orElseGet(() -> lake.dataset(List.of(), spec.schema()));
    return step.replaceIntervals(spec, rows, counter);
  }

  /** What the contract's dataset expectations are held against, once the rows are written. */
  Profiles measured() {
    return watched.stream()
        .map(Watched::profiles)
        .reduce(Profiles::merge)
        .orElseGet(() -> new Profiles(Map.of()));
  }

  private Dataset<Row> watch(Dataset<Row> rows) {
    Watched one = measures.watch(lake, rows);
    watched.add(one);
    return one.rows();
  }
}

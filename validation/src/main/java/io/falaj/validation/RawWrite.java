package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.Sources;
import io.falaj.lineage.StagedRows;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.validation.Measures.Watched;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * An ingest's rows on their way into raw: records of files, and, of an interval that is written
 * anew, the rows that raw has of other files. Each record is looked at once.
 */
final class RawWrite {

  private final Lake lake;
  private final Contract contract;
  private final Intake intake;
  private final List<DataInterval> asked;
  private final RawRows rawRows;
  private final TableSpec spec;
  private final FailureCounter counter;
  private final Measures measures;
  private final List<Watched> watched = new ArrayList<>();
  private @Nullable StagedRows staged;

  RawWrite(
      Lake lake,
      Contract contract,
      Intake intake,
      List<DataInterval> asked,
      RowChecks rowChecks,
      FailureCounter counter) {
    this.lake = lake;
    this.contract = contract;
    this.intake = intake;
    this.asked = asked;
    this.rawRows = new RawRows(contract, rowChecks);
    this.spec = new DatasetTables(contract, rowChecks).raw();
    this.counter = counter;
    this.measures = new Measures(contract);
  }

  /** Reads the files that were not read yet, and tells the intake what they hold. */
  void read(Step step) {
    FileCounter files = new FileCounter();
    ObservedRows observed = lake.observe(records(step.pending()), files);
    staged = step.stage(spec, watch(wanted(observed.rows())), counter);
    intake.read(observed.observed(files));
  }

  /** Writes the pending intervals. */
  StagedWrite write(Step step) {
    List<DataInterval> pending = step.pending();
    Optional<Dataset<Row>> kept = kept(pending).map(this::watch);
    StagedRows early = staged;
    if (early != null) {
      return step.replaceIntervals(early, kept);
    }
    List<Dataset<Row>> parts = new ArrayList<>();
    if (pending.stream().anyMatch(interval -> !intake.toRead(interval).isEmpty())) {
      parts.add(watch(wanted(records(pending))));
    }
    kept.ifPresent(parts::add);
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

  private Dataset<Row> records(List<DataInterval> pending) {
    WantedRows wanted = new WantedRows(contract.partitioning(), intake, asked, pending);
    return rawRows.of(
        lake.sources().read(wanted.files(), contract.source().format(), contract.sourceNames()),
        wanted,
        lake.run().runId(),
        lake.settings().clock().instant());
  }

  private static Dataset<Row> wanted(Dataset<Row> rows) {
    return rows.where(col(RawRows.WANTED)).drop(RawRows.WANTED, FileCounter.EVENT);
  }

  /** The rows that raw has of the intervals and that stay, judged by the contract as it is now. */
  private Optional<Dataset<Row>> kept(List<DataInterval> pending) {
    Column stay = lit(false);
    List<DataInterval> from = new ArrayList<>();
    List<String> wholly = new ArrayList<>();
    for (DataInterval interval : pending) {
      List<String> files = intake.kept(interval).stream().map(StepInput::identity).toList();
      if (files.isEmpty()) {
        continue;
      }
      from.add(interval);
      if (intake.someGo(interval)) {
        stay =
            stay.or(
                col(TableSpec.INTERVAL)
                    .equalTo(interval.toString())
                    .and(substring_index(col(Sources.ROW), ":", 1).isin(files.toArray())));
      } else {
        wholly.add(interval.toString());
      }
    }
    if (from.isEmpty()) {
      return Optional.empty();
    }
    TableVersion raw = lake.pin(contract.raw());
    DataInterval span = new DataInterval(from.get(0).start(), from.get(from.size() - 1).end());
    Dataset<Row> rows =
        lake.readAt(raw, span).where(col(TableSpec.INTERVAL).isin(wholly.toArray()).or(stay));
    return Optional.of(rawRows.again(rows));
  }
}

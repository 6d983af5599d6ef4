package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.JdbcDatabase;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceSnapshot;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.validation.ValidationReport.IntervalReport;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Takes what a dataset's source has into raw, and what meets the contract from there into clean.
 */
public final class Ingest {

  static final String STEP = "ingest";

  /** Raised when the same rows of raw are judged or typed otherwise than by releases before. */
  static final int SEMANTICS = 3;

  private final Lake lake;
  private final Function<String, JdbcDatabase> connections;

  /** Of datasets that come from files and Delta tables. */
  public Ingest(Lake lake) {
    this(
        lake,
        name -> {
          throw new FalajException.Configuration(
              "The connection '%s' is not known. Name it in pipeline.yaml.".formatted(name));
        });
  }

  /**
   * @param connections the databases, by the names that datasets have for them
   */
  public Ingest(Lake lake, Function<String, JdbcDatabase> connections) {
    this.lake = lake;
    this.connections = connections;
  }

  /**
   * What an ingest did.
   *
   * @param report of the intervals asked for, in order; those that were up to date have no outcomes
   * @param ingested the intervals that were written; the others were up to date
   * @param ignoredColumns columns of the source that the contract does not name, where it was read
   * @param found what there is to tell of the source
   */
  public record Result(
      ValidationReport report,
      List<DataInterval> ingested,
      List<String> ignoredColumns,
      Findings found) {

    public Result {
      ingested = List.copyOf(ingested);
      ignoredColumns = List.copyOf(ignoredColumns);
    }

    /** Whether nothing was to be done. */
    public boolean upToDate() {
      return ingested.isEmpty();
    }
  }

  /**
   * Ingests the intervals of a range.
   *
   * @param folder the pipeline's folder, which the path of the source is relative to
   * @param range whole days or months, as the contract divides its tables; any for a dataset that
   *     is taken whole
   * @throws FalajException.DataRefused if a file is missing, damaged or lacks a column, if none of
   *     its records lies in the range, or if the contract refuses an interval, now or when it was
   *     looked at last; then the others are ingested all the same
   * @throws FalajException.Transient if other runs are in the way
   */
  public Result execute(Contract contract, String folder, DataInterval range) {
    Refusal refusal = new Refusal(contract);
    Result result = execute(contract, folder, range, refusal);
    refusal.throwIfAny(result.report());
    return result;
  }

  /**
   * Likewise, but intervals that the contract refuses end nothing.
   *
   * @param refusal gets to know of those that it refused when it looked at them last; those that it
   *     refuses now are in the result's report
   */
  Result execute(Contract contract, String folder, DataInterval range, Refusal refusal) {
    try {
      return attempt(contract, folder, range, refusal);
    } catch (FalajException.Taken e) {
      // Of this source a run of other intervals has what has no time; what is left is ours.
      return attempt(contract, folder, range, refusal);
    }
  }

  private Result attempt(Contract contract, String folder, DataInterval range, Refusal refusal) {
    List<DataInterval> asked = contract.intervals(range);
    RowChecks rowChecks = new RowChecks(contract);
    try (Intake intake = intake(contract, folder, asked, new RawRows(contract, rowChecks))) {
      return execute(contract, asked, rowChecks, intake, refusal);
    }
  }

  private Intake intake(
      Contract contract, String folder, List<DataInterval> asked, RawRows rawRows) {
    if (contract.source() instanceof Source.Files files) {
      List<Commit> commits = lake.commits(STEP, contract.dataset());
      return new FileIntake(lake, contract, files, folder, asked, commits, rawRows);
    }
    SourceSnapshot snapshot = new SourceTables(lake, connections).snapshot(contract, folder);
    try {
      return new SnapshotIntake(lake, contract, snapshot, asked, rawRows);
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  private Result execute(
      Contract contract,
      List<DataInterval> asked,
      RowChecks rowChecks,
      Intake intake,
      Refusal refusal) {
    Map<TableName, TableVersion> references = ReferencedTables.pin(lake, contract);
    List<StepInput> others = new ArrayList<>();
    references.keySet().forEach(table -> others.addAll(lake.inputs(table, DataInterval.WHOLE)));
    RawHistory history = new RawHistory(contract, lake.commits());
    CleanHistory clean = CleanHistory.of(lake, contract);
    Supplier<List<IntervalRequest>> requests =
        () -> clean.extend(history.extend(intake.requests(others)));
    StepRequest request =
        new StepRequest(
            STEP, contract.dataset(), contract.fingerprint(), SEMANTICS, requests.get());
    Work work = new Work(contract, asked, rowChecks, intake, references, history, clean, refusal);
    new DatasetTables(contract, rowChecks).check(lake);
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        intake.rememberFound();
        return upToDate(work);
      }
      return ingest(step, work, requests);
    }
  }

  /** What one ingest is about. */
  private record Work(
      Contract contract,
      List<DataInterval> asked,
      RowChecks rowChecks,
      Intake intake,
      Map<TableName, TableVersion> references,
      RawHistory history,
      CleanHistory clean,
      Refusal refusal) {

    Result result(List<IntervalReport> reports, List<DataInterval> ingested, List<String> ignored) {
      return new Result(
          new ValidationReport(contract.dataset(), contract.fingerprint(), reports),
          ingested,
          ignored,
          intake.findings());
    }
  }

  private Result upToDate(Work work) {
    return work.result(known(work, work.asked()), List.of(), List.of());
  }

  /** What the commits tell of intervals that were not looked at now, but for those refused. */
  private List<IntervalReport> known(Work work, List<DataInterval> intervals) {
    // As the commits are now, by one look at them: another run may add to them at any time.
    RawHistory now = new RawHistory(work.contract(), lake.commits());
    List<IntervalReport> reports = new ArrayList<>();
    for (DataInterval interval : intervals) {
      now.newest(interval)
          .filter(commit -> !work.refusal().tells(commit))
          .map(commit -> known(work.contract(), commit, now.rows(interval)))
          .ifPresent(reports::add);
    }
    return reports;
  }

  private static IntervalReport known(Contract contract, Commit commit, long raw) {
    Map<TableName, Long> rows = new TreeMap<>();
    commit.tables().forEach(table -> rows.put(table.table(), table.content().rows()));
    return new IntervalReport(
        commit.interval(),
        raw,
        rows.getOrDefault(contract.clean(), 0L),
        rows.getOrDefault(contract.quarantine(), 0L),
        0,
        List.of());
  }

  private Result ingest(Step step, Work work, Supplier<List<IntervalRequest>> requests) {
    try {
      Contract contract = work.contract();
      Intake intake = work.intake();
      intake.checkCurrent();
      RawWrite write = new RawWrite(lake, contract, intake, work.rowChecks());
      List<String> ignored = intake.ignoredColumns();
      if (intake.isUnread()) {
        write.read(step);
        step.settle(requests.get());
      }
      if (!step.upToDate() && !intake.any(step.pending())) {
        throw intake.noData(step.pending());
      }
      intake.rememberFound();
      if (step.upToDate()) {
        step.commit();
        intake.rememberTaken();
        return upToDate(work);
      }
      StagedWrite staged = write.write(step);
      TableVersion raw = staged.commit();
      Dataset<Row> typed =
          new TypedRows(contract).of(pendingRows(raw, contract.partitioning(), step.pending()));
      FailureCounter.Counts counts = write.counts(staged);
      Profiles measured = write.measured(staged, typed);
      ValidationReport report =
          new Admission(lake, step, contract, work.references(), work.clean())
              .admit(
                  raw,
                  typed,
                  counts,
                  new DatasetJudge(
                      step.pending(),
                      counts,
                      measured,
                      work.history(),
                      work.history().profiles(lake, step.pending())));
      List<DataInterval> ingested = step.pending();
      step.commit();
      intake.rememberTaken();
      return work.result(whole(work, report), ingested, ignored);
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  /** The reports with those of the intervals that were up to date. */
  private List<IntervalReport> whole(Work work, ValidationReport report) {
    List<DataInterval> others = new ArrayList<>(work.asked());
    report.intervals().forEach(interval -> others.remove(interval.interval()));
    List<IntervalReport> all = new ArrayList<>(report.intervals());
    all.addAll(known(work, others));
    all.sort(java.util.Comparator.comparing(IntervalReport::interval));
    return all;
  }

  private Dataset<Row> pendingRows(
      TableVersion raw, Partitioning partitioning, List<DataInterval> pending) {
    DataInterval span = DataInterval.hull(pending);
    Dataset<Row> rows = lake.readAt(raw, span);
    // Where none is left out in between, the partitions that are read have no other rows.
    return partitioning.intervals(span).equals(pending)
        ? rows
        : rows.where(
            col(TableSpec.INTERVAL).isin(pending.stream().map(DataInterval::toString).toArray()));
  }
}

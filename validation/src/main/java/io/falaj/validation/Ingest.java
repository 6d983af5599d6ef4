package io.falaj.validation;

import static java.util.Comparator.naturalOrder;
import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.UnreadableFile;
import io.falaj.validation.ValidationReport.IntervalReport;
import io.falaj.validation.profile.Profiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Takes a dataset's files into raw, and what meets the contract from there into clean. */
public final class Ingest {

  static final String STEP = "ingest";
  static final int SEMANTICS = 1;

  private final Lake lake;

  public Ingest(Lake lake) {
    this.lake = lake;
  }

  /**
   * What an ingest did.
   *
   * @param report of the intervals asked for, in order; those that were up to date have no outcomes
   * @param ingested the intervals that were written; the others were up to date
   * @param outside records of the files that are there which lie outside the intervals asked for
   * @param ignoredColumns columns of the files that the contract does not name, where any was read
   * @param setAside files that could not be read and were left out, as the dataset asks for
   * @param changed files that are no longer what was ingested
   * @param duplicates files with the bytes of others
   */
  public record Result(
      ValidationReport report,
      List<DataInterval> ingested,
      long outside,
      List<String> ignoredColumns,
      List<UnreadableFile> setAside,
      List<ChangedFile> changed,
      List<DuplicateFile> duplicates) {

    public Result {
      ingested = List.copyOf(ingested);
      ignoredColumns = List.copyOf(ignoredColumns);
      setAside = List.copyOf(setAside);
      changed = List.copyOf(changed);
      duplicates = List.copyOf(duplicates);
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
   *     its records lies in the range, or if the contract refuses an interval; in the last case the
   *     others are ingested
   */
  public Result execute(Contract contract, String folder, DataInterval range) {
    List<DataInterval> asked = intervals(contract, range);
    List<Commit> commits = lake.commits(STEP, contract.dataset());
    SourceLog log = SourceLog.of(lake, contract);
    SourceFiles files = SourceFiles.find(lake, contract, folder, log, commits);
    Intake intake = new Intake(contract, asked, files, log, commits);
    Map<TableName, TableVersion> references = new TreeMap<>();
    contract.references().forEach(table -> references.put(table, lake.pin(table)));
    List<StepInput> others = new ArrayList<>();
    references.keySet().forEach(table -> others.addAll(lake.inputs(table, DataInterval.WHOLE)));
    RawHistory history = new RawHistory(contract, lake.commits());
    CleanHistory clean = CleanHistory.of(lake, contract);
    Supplier<List<IntervalRequest>> requests =
        () -> clean.extend(history.extend(intake.requests(others)));
    StepRequest request =
        new StepRequest(
            STEP, contract.dataset(), contract.fingerprint(), SEMANTICS, requests.get());
    Work work = new Work(contract, asked, files, log, intake, references, history, clean);
    Result result;
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        log.tell(lake, intake.seen());
        result = upToDate(work);
      } else {
        result = ingest(step, work, requests);
      }
    }
    Refusal.throwIfAny(contract, result.report());
    return result;
  }

  /** What one ingest is about. */
  private record Work(
      Contract contract,
      List<DataInterval> asked,
      SourceFiles files,
      SourceLog log,
      Intake intake,
      Map<TableName, TableVersion> references,
      RawHistory history,
      CleanHistory clean) {

    Result result(List<IntervalReport> reports, List<DataInterval> ingested, List<String> ignored) {
      return new Result(
          new ValidationReport(contract.dataset(), contract.fingerprint(), reports),
          ingested,
          intake.outside(),
          ignored,
          files.setAside(),
          files.changed(),
          files.duplicates());
    }
  }

  private static List<DataInterval> intervals(Contract contract, DataInterval range) {
    List<DataInterval> intervals = contract.partitioning().intervals(range);
    boolean whole =
        contract.partitioning() == Partitioning.WHOLE
            || (intervals.get(0).start().equals(range.start())
                && intervals.get(intervals.size() - 1).end().equals(range.end()));
    if (!whole) {
      throw new FalajException.Configuration(
          "Dataset %s is kept by %s, and %s cuts one. Ask for whole ones: %s/%s."
              .formatted(
                  contract.dataset(),
                  contract.partitioning().name().toLowerCase(java.util.Locale.ROOT),
                  range,
                  intervals.get(0).toString().split("/", -1)[0],
                  intervals.get(intervals.size() - 1).toString().split("/", -1)[1]));
    }
    return intervals;
  }

  private Result upToDate(Work work) {
    return work.result(known(work.contract(), work.asked()), List.of(), List.of());
  }

  /** What the commits tell of intervals that were not looked at now. */
  private List<IntervalReport> known(Contract contract, List<DataInterval> intervals) {
    List<IntervalReport> reports = new ArrayList<>();
    for (Commit commit : lake.commits(STEP, contract.dataset())) {
      if (intervals.contains(commit.interval())) {
        reports.add(known(contract, commit));
      }
    }
    return reports;
  }

  private static IntervalReport known(Contract contract, Commit commit) {
    Map<TableName, Long> rows = new TreeMap<>();
    commit.tables().forEach(table -> rows.put(table.table(), table.content().rows()));
    if (!rows.containsKey(contract.clean())) {
      throw new FalajException.DataRefused(
          ("The contract of dataset %s refused %s in run %s, and neither the data nor the contract"
                  + " has changed since. What each expectation saw is in %s. Mend one of them, and run"
                  + " again.")
              .formatted(
                  contract.dataset(), commit.interval(), commit.runId(), ValidationTable.NAME));
    }
    long clean = rows.getOrDefault(contract.clean(), 0L);
    long quarantined = rows.getOrDefault(contract.quarantine(), 0L);
    return new IntervalReport(
        commit.interval(), clean + quarantined, clean, quarantined, 0, List.of());
  }

  private Result ingest(Step step, Work work, Supplier<List<IntervalRequest>> requests) {
    try {
      Contract contract = work.contract();
      RowChecks rowChecks = new RowChecks(contract);
      new DatasetTables(contract, rowChecks).check(lake);
      FailureCounter counter = new FailureCounter(rowChecks.words());
      RawWrite write =
          new RawWrite(lake, contract, work.intake(), work.asked(), rowChecks, counter);
      List<SourceFile> unread = work.intake().unread();
      List<String> ignored = unread.isEmpty() ? List.of() : ignored(contract, unread.get(0));
      if (!unread.isEmpty()) {
        write.read(step);
        step.settle(requests.get());
      }
      if (!step.upToDate() && !work.intake().any(step.pending())) {
        throw noData(work, step.pending());
      }
      // Before raw: a run that follows a crash then knows the files, and does not read them again.
      work.log().tell(lake, work.intake().seen());
      if (step.upToDate()) {
        step.commit();
        return upToDate(work);
      }
      StagedWrite staged = write.write(step);
      TableVersion raw = staged.commit();
      Dataset<Row> typed = new TypedRows(contract).of(pendingRows(raw, step.pending()));
      FailureCounter.Counts counts = staged.observed(counter);
      // A run that died took what it measured along.
      Profiles measured =
          staged.rolledForward() ? new Measures(contract).of(lake, typed) : write.measured();
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
      return work.result(whole(work, report), ingested, ignored);
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private List<String> ignored(Contract contract, SourceFile file) {
    List<String> names =
        new ArrayList<>(lake.sources().columns(file, contract.source().format()).orElse(List.of()));
    names.removeAll(contract.sourceNames());
    return names;
  }

  /** The reports with those of the intervals that were up to date. */
  private List<IntervalReport> whole(Work work, ValidationReport report) {
    List<DataInterval> others = new ArrayList<>(work.asked());
    report.intervals().forEach(interval -> others.remove(interval.interval()));
    List<IntervalReport> all = new ArrayList<>(report.intervals());
    all.addAll(known(work.contract(), others));
    all.sort(java.util.Comparator.comparing(IntervalReport::interval));
    return all;
  }

  private Dataset<Row> pendingRows(TableVersion raw, List<DataInterval> pending) {
    DataInterval span =
        new DataInterval(pending.get(0).start(), pending.get(pending.size() - 1).end());
    return lake.readAt(raw, span)
        .where(
            col(TableSpec.INTERVAL).isin(pending.stream().map(DataInterval::toString).toArray()));
  }

  private static FalajException noData(Work work, List<DataInterval> pending) {
    String dataset = work.contract().dataset();
    List<SourceFile> files = work.files().readable();
    String names = String.join(", ", files.stream().map(SourceFile::name).toList());
    Collection<FileContent> contents = work.intake().contents();
    if (!files.isEmpty() && contents.stream().allMatch(content -> content.rows() == 0)) {
      return new FalajException.DataRefused(
          "Dataset %s has no records: %s has none. Deliver it again.".formatted(dataset, names));
    }
    String range =
        pending.get(0).toString().split("/", -1)[0]
            + "/"
            + pending.get(pending.size() - 1).toString().split("/", -1)[1];
    if (files.isEmpty()) {
      return new FalajException.DataRefused(
          "Dataset %s has no records in %s: %s names no file now, and none that was ingested had any. Deliver the files of this interval."
              .formatted(dataset, range, work.contract().source().path()));
    }
    return new FalajException.DataRefused(
        "Dataset %s has no records in %s: those of %s lie between %s and %s. Ask for an interval within, or deliver the files of this one."
            .formatted(
                dataset,
                range,
                names,
                text(contents.stream().flatMap(c -> c.firstEvent().stream()).min(naturalOrder())),
                text(contents.stream().flatMap(c -> c.lastEvent().stream()).max(naturalOrder()))));
  }

  private static String text(Optional<Instant> at) {
    return at.map(Object::toString).orElse("?");
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.SourceFormat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
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
   * @param outside records of the files that lie outside the intervals asked for and were not
   *     taken; nothing where an interrupted run was completed or nothing was read
   * @param ignoredColumns columns of the files that the contract does not name
   * @param setAside files that could not be read and were left out, as the dataset asks for
   */
  public record Result(
      ValidationReport report,
      List<DataInterval> ingested,
      OptionalLong outside,
      List<String> ignoredColumns,
      List<UnreadableFile> setAside) {

    public Result {
      ingested = List.copyOf(ingested);
      ignoredColumns = List.copyOf(ignoredColumns);
      setAside = List.copyOf(setAside);
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
    SourceFiles files = SourceFiles.find(lake, contract, folder);
    Map<TableName, TableVersion> references = new TreeMap<>();
    contract.references().forEach(table -> references.put(table, lake.pin(table)));
    List<StepInput> inputs = new ArrayList<>();
    files.readable().forEach(file -> inputs.add(file.input()));
    references.keySet().forEach(table -> inputs.addAll(lake.inputs(table, DataInterval.WHOLE)));
    RawHistory history = new RawHistory(contract, lake.commits());
    CleanHistory clean = CleanHistory.of(lake, contract);
    StepRequest request =
        new StepRequest(
            STEP,
            contract.dataset(),
            contract.fingerprint(),
            SEMANTICS,
            clean.extend(
                history.extend(
                    asked.stream()
                        .map(interval -> new IntervalRequest(interval, inputs))
                        .toList())));
    Result result;
    try (Step step = lake.begin(request)) {
      result =
          step.upToDate()
              ? upToDate(contract, asked, files)
              : ingest(step, contract, asked, files, references, history, clean);
    }
    Refusal.throwIfAny(contract, result.report());
    return result;
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

  private Result upToDate(Contract contract, List<DataInterval> asked, SourceFiles files) {
    return new Result(
        new ValidationReport(contract.dataset(), contract.fingerprint(), known(contract, asked)),
        List.of(),
        OptionalLong.empty(),
        List.of(),
        files.setAside());
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

  private Result ingest(
      Step step,
      Contract contract,
      List<DataInterval> asked,
      SourceFiles files,
      Map<TableName, TableVersion> references,
      RawHistory history,
      CleanHistory clean) {
    try {
      RowChecks rowChecks = new RowChecks(contract);
      RawRows rawRows = new RawRows(contract, rowChecks);
      List<SourceFile> readable = files.readable();
      SourceFormat format = contract.source().format();
      List<String> ignored =
          new ArrayList<>(lake.sources().columns(readable.get(0), format).orElse(List.of()));
      ignored.removeAll(contract.sourceNames());
      Dataset<Row> records = lake.sources().read(readable, format, contract.sourceNames());
      OutsideCounter outsideCounter = new OutsideCounter();
      ObservedRows observed =
          lake.observe(
              rawRows.of(
                  records,
                  asked,
                  step.pending(),
                  lake.run().runId(),
                  lake.settings().clock().instant()),
              outsideCounter);
      TableSpec spec = new DatasetTables(contract, rowChecks).raw();
      FailureCounter counter = new FailureCounter(rowChecks.words());
      Measures measures = new Measures(contract);
      Measures.Watched watched =
          measures.watch(
              lake,
              observed
                  .rows()
                  .where(col(OutsideCounter.ASKED))
                  .drop(OutsideCounter.ASKED, OutsideCounter.EVENT));
      StagedWrite staged = step.replaceIntervals(spec, watched.rows(), counter);
      OutsideCounter.Outside outside = observed.observed(outsideCounter);
      if (staged.rows() == 0) {
        staged.abandon();
        throw noData(contract, readable, step.pending(), outside);
      }
      TableVersion raw = staged.commit();
      Dataset<Row> typed = new TypedRows(contract).of(pendingRows(raw, step.pending()));
      FailureCounter.Counts counts = staged.observed(counter);
      Profiles measured = watched.profiles();
      if (measured.states().isEmpty()) {
        // A run that died wrote these rows and took what it measured along.
        measured = measures.of(lake, typed);
      }
      ValidationReport report =
          new Admission(lake, step, contract, references, clean)
              .admit(
                  raw,
                  typed,
                  counts,
                  new DatasetJudge(
                      step.pending(),
                      counts,
                      measured,
                      history,
                      history.profiles(lake, step.pending())));
      lake.appendBookkeeping(
          UnreadableTable.SPEC,
          UnreadableTable.rows(
              contract.dataset(),
              files.setAside(),
              lake.run().runId(),
              lake.settings().clock().instant()));
      List<DataInterval> ingested = step.pending();
      step.commit();
      return new Result(
          whole(contract, asked, report),
          ingested,
          outside.rows() == 0 ? OptionalLong.empty() : OptionalLong.of(outside.outside()),
          ignored,
          files.setAside());
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  /** The report with the intervals that were up to date. */
  private ValidationReport whole(
      Contract contract, List<DataInterval> asked, ValidationReport report) {
    List<DataInterval> others = new ArrayList<>(asked);
    report.intervals().forEach(interval -> others.remove(interval.interval()));
    List<IntervalReport> all = new ArrayList<>(report.intervals());
    all.addAll(known(contract, others));
    all.sort(java.util.Comparator.comparing(IntervalReport::interval));
    return new ValidationReport(report.dataset(), report.contract(), all);
  }

  private Dataset<Row> pendingRows(TableVersion raw, List<DataInterval> pending) {
    DataInterval span =
        new DataInterval(pending.get(0).start(), pending.get(pending.size() - 1).end());
    return lake.readAt(raw, span)
        .where(
            col(TableSpec.INTERVAL).isin(pending.stream().map(DataInterval::toString).toArray()));
  }

  private static FalajException noData(
      Contract contract,
      List<SourceFile> files,
      List<DataInterval> pending,
      OutsideCounter.Outside outside) {
    String names = String.join(", ", files.stream().map(SourceFile::name).toList());
    if (outside.rows() == 0) {
      return new FalajException.DataRefused(
          "Dataset %s has no records: %s has none. Deliver it again."
              .formatted(contract.dataset(), names));
    }
    return new FalajException.DataRefused(
        "Dataset %s has no records in %s/%s: those of %s lie between %s and %s. Ask for an interval within, or deliver the files of this one."
            .formatted(
                contract.dataset(),
                pending.get(0).toString().split("/", -1)[0],
                pending.get(pending.size() - 1).toString().split("/", -1)[1],
                names,
                outside.firstEvent().map(Object::toString).orElse("?"),
                outside.lastEvent().map(Object::toString).orElse("?")));
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.JdbcDatabase;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.validation.ValidationReport.IntervalReport;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts the raw rows of committed intervals through a contract that was mended: what was set aside
 * and meets it now moves to clean, and the other way round. Raw stays as it is, and no source is
 * read, unless it is the way of reading it that was mended: then those intervals are ingested anew.
 * What it leaves is what an ingest of the same files under the contract would leave, so that one
 * finds nothing to do afterwards.
 */
public final class Replay {

  private final Lake lake;
  private final Ingest ingest;

  /** Of datasets that come from files and Delta tables. */
  public Replay(Lake lake) {
    this.lake = lake;
    this.ingest = new Ingest(lake);
  }

  /**
   * @param connections the databases, by the names that datasets have for them
   */
  public Replay(Lake lake, Function<String, JdbcDatabase> connections) {
    this.lake = lake;
    this.ingest = new Ingest(lake, connections);
  }

  /**
   * What a replay did.
   *
   * @param report of the intervals that were replayed
   * @param replayed these intervals; the others had come from this very contract
   */
  public record Result(ValidationReport report, List<DataInterval> replayed) {
    public Result {
      replayed = List.copyOf(replayed);
    }

    static Result nothing(Contract contract) {
      return new Result(
          new ValidationReport(contract.dataset(), contract.fingerprint(), List.of()), List.of());
    }

    /** Both, of different intervals, in their order. */
    Result with(Result other) {
      List<IntervalReport> reports = new ArrayList<>(report.intervals());
      reports.addAll(other.report.intervals());
      reports.sort(Comparator.comparing(IntervalReport::interval));
      return new Result(
          new ValidationReport(report.dataset(), report.contract(), reports),
          Stream.concat(replayed.stream(), other.replayed.stream()).sorted().toList());
    }
  }

  /**
   * Replays every committed interval in a range.
   *
   * @param folder the pipeline's folder, which the path of the source is relative to
   * @throws FalajException.DataRefused if nothing was ingested there, if a source that is to be
   *     read anew cannot be, or if the contract refuses an interval, now or when it was looked at
   *     last
   */
  public Result execute(Contract contract, String folder, DataInterval range) {
    Refusal refusal = new Refusal(contract);
    Result anew = ingestAnew(contract, folder, commits(contract, range), refusal);
    Result result = replay(contract, range);
    for (Commit commit : commits(contract, range)) {
      DataInterval interval = commit.interval();
      if (!result.replayed().contains(interval) && !anew.replayed().contains(interval)) {
        refusal.tells(commit);
      }
    }
    Result all = anew.with(result);
    refusal.throwIfAny(all.report());
    return all;
  }

  private List<Commit> commits(Contract contract, DataInterval range) {
    return lake.commits(Ingest.STEP, contract.dataset()).stream()
        .filter(commit -> range.overlaps(commit.interval()))
        .toList();
  }

  /** Intervals whose rows the source would not be read into as they were. */
  private Result ingestAnew(
      Contract contract, String folder, List<Commit> commits, Refusal refusal) {
    Result all = Result.nothing(contract);
    DataInterval span = null;
    for (Commit commit : commits) {
      if (commit.inputs().contains(contract.readingInput())) {
        continue;
      }
      DataInterval interval = commit.interval();
      if (span != null && span.end().equals(interval.start())) {
        span = new DataInterval(span.start(), interval.end());
      } else {
        all = span == null ? all : all.with(ingested(contract, folder, span, refusal));
        span = interval;
      }
    }
    return span == null ? all : all.with(ingested(contract, folder, span, refusal));
  }

  private Result ingested(Contract contract, String folder, DataInterval span, Refusal refusal) {
    Ingest.Result result = ingest.execute(contract, folder, span, refusal);
    return new Result(result.report(), result.ingested());
  }

  private Result replay(Contract contract, DataInterval range) {
    List<Commit> commits = commits(contract, range);
    if (commits.isEmpty()) {
      throw new FalajException.DataRefused(
          "Nothing of dataset %s was ingested in %s, so there is nothing to replay. Run ingest first."
              .formatted(contract.dataset(), range));
    }
    Map<TableName, TableVersion> references = ReferencedTables.pin(lake, contract);
    List<IntervalRequest> intervals = new ArrayList<>();
    for (Commit commit : commits) {
      List<StepInput> inputs =
          new ArrayList<>(commit.inputs().stream().filter(Replay::isOfRaw).toList());
      references.keySet().forEach(table -> inputs.addAll(lake.inputs(table, DataInterval.WHOLE)));
      intervals.add(new IntervalRequest(commit.interval(), inputs));
    }
    RawHistory history = new RawHistory(contract, lake.commits());
    CleanHistory clean = CleanHistory.of(lake, contract);
    try (Step step =
        lake.begin(
            new StepRequest(
                Ingest.STEP,
                contract.dataset(),
                contract.fingerprint(),
                Ingest.SEMANTICS,
                clean.extend(history.extend(intervals))))) {
      return step.upToDate()
          ? Result.nothing(contract)
          : replay(step, contract, references, history, clean);
    }
  }

  private Result replay(
      Step step,
      Contract contract,
      Map<TableName, TableVersion> references,
      RawHistory history,
      CleanHistory clean) {
    try {
      List<DataInterval> pending = step.pending();
      TableVersion raw = lake.pin(contract.raw());
      DataInterval span =
          new DataInterval(pending.get(0).start(), pending.get(pending.size() - 1).end());
      RowChecks checks = new RowChecks(contract);
      new DatasetTables(contract, checks).check(lake);
      List<Column> columns = new ArrayList<>(List.of(col("*")));
      columns.addAll(checks.bits());
      Dataset<Row> rows = lake.readAt(raw, span);
      Dataset<Row> judged =
          new TypedRows(contract)
              .of(
                  RawRows.withoutBits(rows)
                      .where(
                          col(TableSpec.INTERVAL)
                              .isin(pending.stream().map(DataInterval::toString).toArray())))
              .select(columns.toArray(new Column[0]));
      FailureCounter.Counts counts = counts(judged, checks);
      Profiles measured = new Measures(contract).of(lake, judged);
      ValidationReport report =
          new Admission(lake, step, contract, references, clean)
              .admit(
                  raw,
                  judged,
                  counts,
                  new DatasetJudge(
                      pending, counts, measured, history, history.profiles(lake, pending)));
      step.commit();
      return new Result(report, pending);
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  /** What raw's rows came from, and how they were read. */
  private static boolean isOfRaw(StepInput input) {
    return input.isSource() || input.kind().equals(StepInput.READING);
  }

  /** Raw's own bits are those of an older contract, so they are counted anew. */
  private static FailureCounter.Counts counts(Dataset<Row> judged, RowChecks checks) {
    List<Column> sums = new ArrayList<>();
    sums.add(org.apache.spark.sql.functions.count(lit(1)));
    List<String> words = checks.words();
    for (int i = 0; i < checks.checks().size(); i++) {
      Column bit = col(words.get(i / RowChecks.WORD)).bitwiseAND(lit(1L << i)).notEqual(lit(0L));
      sums.add(org.apache.spark.sql.functions.count_if(coalesce(bit, lit(false))).as("c" + i));
    }
    FailureCounter.Counts counts = FailureCounter.counts(words.size());
    for (Row row :
        judged
            .groupBy(TableSpec.INTERVAL)
            .agg(sums.get(0), sums.subList(1, sums.size()).toArray(new Column[0]))
            .collectAsList()) {
      long[] failures = new long[checks.checks().size()];
      for (int i = 0; i < failures.length; i++) {
        failures[i] = row.getLong(2 + i);
      }
      counts.put(row.getString(0), row.getLong(1), failures);
    }
    return counts;
  }
}

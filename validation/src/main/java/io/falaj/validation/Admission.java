package io.falaj.validation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.IntervalContent;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.KeyContest.Decision;
import io.falaj.validation.ValidationReport.IntervalReport;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The second half of an ingest and the whole of a replay: rows of raw, with their failure bits, go
 * to clean or to quarantine, or are held where the contract refuses their interval.
 */
final class Admission {

  private final Lake lake;
  private final Step step;
  private final Contract contract;
  private final RowChecks rowChecks;
  private final KeyChecks keyChecks;
  private final DatasetTables tables;
  private final Map<TableName, TableVersion> references;
  private final CleanHistory history;

  Admission(
      Lake lake,
      Step step,
      Contract contract,
      Map<TableName, TableVersion> references,
      CleanHistory history) {
    this.lake = lake;
    this.step = step;
    this.contract = contract;
    this.rowChecks = new RowChecks(contract);
    this.keyChecks = new KeyChecks(contract);
    this.tables = new DatasetTables(contract, rowChecks);
    this.references = references;
    this.history = history;
  }

  /**
   * Writes quarantine, clean and monitoring, and tells what became of each interval.
   *
   * @param raw the version that the rows are of
   * @param typed its rows of the pending intervals, with types and bits
   * @param counts rows and bits by interval
   * @param judge of the dataset's expectations
   */
  ValidationReport admit(
      TableVersion raw, Dataset<Row> typed, FailureCounter.Counts counts, DatasetJudge judge) {
    Dataset<Row> failures =
        keyChecks.failures(typed, this::referenced).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, long[]> keyCounts =
          keyChecks.checks().isEmpty() ? new TreeMap<>() : keyChecks.counts(failures);
      KeyContest contest =
          new KeyHistory(lake, keyChecks, history, step.pending())
              .contest(typed, failures, rowChecks.anyFailed(Severity.QUARANTINE));
      SortedMap<DataInterval, List<Outcome>> outcomes = new TreeMap<>();
      SortedSet<DataInterval> passing = new TreeSet<>();
      for (DataInterval interval : step.pending()) {
        keyCounts.merge(interval.toString(), contest.failures(interval), KeyChecks::sum);
        List<Outcome> of = outcomes(interval, counts, keyCounts, judge);
        outcomes.put(interval, of);
        boolean refused = of.stream().anyMatch(Outcome::refuses);
        contest.settle(interval, refused ? Decision.REFUSED : Decision.ADMITTED);
        if (!refused) {
          passing.add(interval);
        }
      }
      return write(
          raw,
          typed,
          keyChecks.with(failures, contest, lake),
          counts,
          keyCounts,
          outcomes,
          passing,
          new Measures(contract).kept(judge.measured()));
    } finally {
      failures.unpersist();
    }
  }

  private Dataset<Row> referenced(TableName table) {
    return lake.readAt(
        Objects.requireNonNull(references.get(table), () -> table + " is not pinned"));
  }

  private List<Outcome> outcomes(
      DataInterval of,
      FailureCounter.Counts counts,
      Map<String, long[]> keyCounts,
      DatasetJudge judge) {
    String interval = of.toString();
    long rows = counts.rows(interval);
    List<Outcome> outcomes = new ArrayList<>();
    for (Check check : contract.checks()) {
      int key = keyChecks.checks().indexOf(check);
      int bit = rowChecks.checks().indexOf(check);
      long[] keyFailures = keyCounts.get(interval);
      long failed =
          key >= 0
              ? keyFailures == null ? 0 : keyFailures[key]
              : bit >= 0 ? counts.failures(interval, bit) : 0;
      outcomes.add(
          check.expectation().level() == Level.DATASET
              ? judge.judge(check, of, failed)
              : Outcome.of(check, rows, failed));
    }
    return outcomes;
  }

  private ValidationReport write(
      TableVersion raw,
      Dataset<Row> typed,
      Dataset<Row> failures,
      FailureCounter.Counts counts,
      Map<String, long[]> keyCounts,
      SortedMap<DataInterval, List<Outcome>> outcomes,
      SortedSet<DataInterval> passing,
      Profiles measured) {
    SortedMap<DataInterval, IntervalContent> clean = new TreeMap<>();
    SortedMap<DataInterval, IntervalContent> quarantined = new TreeMap<>();
    Instant now = lake.settings().clock().instant();
    String runId = lake.run().runId();
    List<Row> profiles = new ArrayList<>(ProfileTable.rows(raw, measured, runId, now));
    if (!passing.isEmpty()) {
      boolean keysFail = keyCounts.values().stream().anyMatch(Admission::anyQuarantined);
      Dataset<Row> rows =
          passing.size() == outcomes.size()
              ? typed
              : typed.where(col(TableSpec.INTERVAL).isin(texts(passing)));
      Dataset<Row> judged =
          keysFail ? withKeyBits(rows, failures) : rows.withColumn(KeyChecks.FAILED, lit(0L));
      Column aside =
          rowChecks
              .anyFailed(Severity.QUARANTINE)
              .or(coalesce(keyChecks.anyFailed(Severity.QUARANTINE), lit(false)));
      boolean anyAside = keysFail || anyRowAside(outcomes);
      if (anyAside || lake.exists(contract.quarantine())) {
        quarantined.putAll(writeQuarantine(judged.where(aside), anyAside, passing, now));
      }
      CleanProfiles cleanProfiles = new CleanProfiles(lake, contract);
      StagedWrite staged =
          step.replaceIntervals(
              tables.clean(),
              passing,
              cleanProfiles.watch(
                  (anyAside ? judged.where(not(aside)) : rows)
                      .select(new TypedRows(contract).clean())),
              cleanProfiles.observers());
      TableVersion version = staged.commit();
      clean.putAll(staged.contents());
      profiles.addAll(ProfileTable.rows(version, cleanProfiles.profiles(staged), runId, now));
    }
    lake.appendBookkeeping(TableSpec.of(ProfileTable.NAME, ProfileTable.SCHEMA), profiles);
    ValidationReport report = report(counts, outcomes, passing, clean, quarantined);
    lake.appendBookkeeping(ValidationTable.SPEC, ValidationTable.rows(raw, report, runId, now));
    step.record("dataQualityAssertions", Facets.assertions(contract, report));
    step.record("columnLineage", Map.of(contract.clean().toString(), tables.columnLineage()));
    step.record("intervals", Facets.intervals(report));
    return report;
  }

  /**
   * Rows with the bits of the key expectations that they fail, null where they fail none. All may
   * fail, where what they reference is empty: so it is Spark that chooses by size how to join.
   */
  static Dataset<Row> withKeyBits(Dataset<Row> rows, Dataset<Row> failures) {
    return rows.join(
        failures.drop(TableSpec.INTERVAL).withColumnRenamed(Sources.ROW, "_r"),
        col(Sources.ROW).equalTo(col("_r")),
        "left");
  }

  private static Object[] texts(Set<DataInterval> intervals) {
    return intervals.stream().map(DataInterval::toString).toArray();
  }

  private static boolean anyQuarantined(long[] keyCounts) {
    return keyCounts[keyCounts.length - 1] > 0;
  }

  private static boolean anyRowAside(SortedMap<DataInterval, List<Outcome>> outcomes) {
    return outcomes.values().stream()
        .flatMap(List::stream)
        .anyMatch(
            outcome ->
                outcome.check().severity() == Severity.QUARANTINE
                    && outcome.check().expectation().level() == Level.ROW
                    && outcome.failed() > 0);
  }

  private SortedMap<DataInterval, IntervalContent> writeQuarantine(
      Dataset<Row> aside, boolean any, SortedSet<DataInterval> passing, Instant now) {
    TableSpec spec = tables.quarantine();
    Dataset<Row> rows;
    if (any) {
      List<Column> then = new ArrayList<>();
      for (String name : spec.schema().fieldNames()) {
        if (contract.sourceColumns().stream().noneMatch(column -> column.name().equals(name))) {
          then.add(quarantineColumn(name).as(name));
        }
      }
      rows =
          new AsideSince(lake, contract)
              .of(aside, passing, now)
              .select(new TypedRows(contract).texts(then));
    } else {
      rows = lake.dataset(List.of(), spec.schema());
    }
    StagedWrite staged = step.replaceIntervals(spec, passing, rows);
    staged.commit();
    return staged.contents();
  }

  private Column quarantineColumn(String name) {
    return switch (name) {
      case DatasetTables.REASONS -> new Reasons(contract, rowChecks, keyChecks).column();
      case DatasetTables.CONTRACT -> lit(contract.fingerprint().hex());
      default -> col(name);
    };
  }

  private ValidationReport report(
      FailureCounter.Counts counts,
      SortedMap<DataInterval, List<Outcome>> outcomes,
      Set<DataInterval> passing,
      SortedMap<DataInterval, IntervalContent> clean,
      SortedMap<DataInterval, IntervalContent> quarantined) {
    List<IntervalReport> reports = new ArrayList<>();
    outcomes.forEach(
        (interval, of) -> {
          long rows = counts.rows(interval.toString());
          reports.add(
              new IntervalReport(
                  interval,
                  rows,
                  rows(clean, interval),
                  rows(quarantined, interval),
                  passing.contains(interval) ? 0 : rows,
                  of));
        });
    return new ValidationReport(contract.dataset(), contract.fingerprint(), reports);
  }

  private static long rows(
      SortedMap<DataInterval, IntervalContent> contents, DataInterval interval) {
    IntervalContent content = contents.get(interval);
    return content == null ? 0 : content.rows();
  }
}

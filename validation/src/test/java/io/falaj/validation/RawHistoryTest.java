package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalContent;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.profile.Profiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawHistoryTest {

  private static final String HEAD =
      """
      dataset: d
      source: {format: csv, path: d.csv}
      keys: [id]
      event_time: at
      partition: month
      columns:
        id: {type: string}
        at: {type: timestamp}
      expectations:
      """;

  private static final List<DataInterval> MONTHS =
      DataInterval.parse("2013-01-01/2014-01-01").months();

  private static final StepInput FILE = new StepInput("file", "d.csv", "one");

  private static Contract contract(String expectation) {
    return Contracts.contract(HEAD + "  - {" + expectation + ", severity: FAIL}\n");
  }

  private static final Contract STEADY =
      contract("row_count: {history: {intervals: 4, tolerance: 0.29}}");

  private static Commit commit(
      int month, long generation, List<StepInput> inputs, String table, long rows) {
    Fingerprint key = Fingerprint.of("key");
    return new Commit(
        Ingest.STEP,
        "d",
        MONTHS.get(month - 1),
        generation,
        key,
        STEADY.fingerprint(),
        Ingest.SEMANTICS,
        "run",
        "ingest",
        "p",
        "test",
        Instant.EPOCH,
        inputs,
        List.of(
            new Commit.Table(
                TableName.parse(table),
                generation,
                generation,
                "replace",
                new IntervalContent(rows, "c"))),
        List.of());
  }

  private static List<Commit> commits(long... rows) {
    List<Commit> commits = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      commits.add(commit(i + 1, 1, List.of(FILE), "raw.d", rows[i]));
    }
    return commits;
  }

  /** What becomes of the month after the commits, with so many rows. */
  private static String judge(Contract contract, List<Commit> commits, long rows) {
    DataInterval interval = MONTHS.get(commits.size());
    FailureCounter.Counts counts = FailureCounter.counts(1);
    counts.put(interval.toString(), rows, new long[0]);
    Outcome outcome =
        new DatasetJudge(
                List.of(interval),
                counts,
                new Profiles(Map.of()),
                new RawHistory(contract, commits),
                new Profiles(Map.of()))
            .judge(contract.checks(Level.DATASET).get(0), interval, 0);
    return outcome.result() + " " + outcome.saw();
  }

  @Test
  void aCountLiesWithinAShareOfTheMedianBothEndsIncluded() {
    List<Commit> before = commits(100, 900, 100, 100);
    assertThat(judge(STEADY, before, 129))
        .isEqualTo("MET 129 rows, and the median of the 4 intervals before is 100");
    assertThat(judge(STEADY, before, 71)).startsWith("MET");
    assertThat(judge(STEADY, before, 130)).startsWith("NOT_MET");
    assertThat(judge(STEADY, before, 70)).startsWith("NOT_MET");
    assertThat(judge(STEADY, before, 0)).startsWith("NOT_MET");
    assertThat(judge(STEADY, commits(1, 2, 3, 4), 2))
        .isEqualTo("MET 2 rows, and the median of the 4 intervals before is 2.5");
    assertThat(judge(STEADY, commits(0, 0, 0), 0)).startsWith("MET");
    assertThat(judge(STEADY, commits(0, 0, 0), 1)).startsWith("NOT_MET");
  }

  @Test
  void onlyTheLastIntervalsCount() {
    assertThat(judge(STEADY, commits(1, 1, 1, 1, 100, 100, 100, 100), 100)).startsWith("MET");
    assertThat(judge(STEADY, commits(100, 100, 100, 1, 1, 1, 1), 100)).startsWith("NOT_MET");
  }

  @Test
  void withFewIntervalsBeforeItPassesAndSaysSo() {
    assertThat(judge(STEADY, commits(100, 100), 7))
        .isEqualTo(
            "NOT_COMPUTABLE 7 rows, not held against a median: there are 2 intervals before");
    Contract also = contract("row_count: {min: 5, history: {intervals: 4, tolerance: 0.29}}");
    assertThat(judge(also, commits(100, 100), 7)).startsWith("MET 7 rows, not held");
    assertThat(judge(also, commits(100, 100), 4)).startsWith("NOT_MET 4 rows, not held");
    assertThat(judge(also, commits(4, 4, 4), 4))
        .as("its own bounds hold too")
        .startsWith("NOT_MET 4 rows, and the median");
  }

  @Test
  void theNewestWriteOfRawTellsTheCountOfAnInterval() {
    List<Commit> before = commits(1, 100, 100);
    before.add(commit(1, 2, List.of(FILE), "raw.d", 100));
    // A replay leaves raw as it is.
    before.add(commit(1, 3, List.of(FILE), "clean.d", 7));
    RawHistory history = new RawHistory(STEADY, before);
    assertThat(history.before(MONTHS.get(3), new RowCount.History(4, 0), List.of()))
        .extracting(history::rows)
        .containsExactly(100L, 100L, 100L);
  }

  private static String identity(List<Commit> commits, int month, int... asked) {
    return identity(STEADY, commits, month, asked);
  }

  private static String identity(Contract contract, List<Commit> commits, int month, int... asked) {
    List<IntervalRequest> requests = new ArrayList<>();
    for (int each : asked) {
      requests.add(new IntervalRequest(MONTHS.get(each - 1), List.of(FILE)));
    }
    return new RawHistory(contract, commits)
        .extend(requests).stream()
            .filter(request -> request.interval().equals(MONTHS.get(month - 1)))
            .flatMap(request -> request.inputs().stream())
            .filter(input -> input.kind().equals("history"))
            .map(input -> input.name() + " " + input.identity())
            .findFirst()
            .orElseThrow();
  }

  @Test
  void anIntervalIsTheSameWhetherThoseBeforeAreAskedForWithItOrDone() {
    String together = identity(List.of(), 4, 1, 2, 3, 4);
    assertThat(identity(commits(10, 20, 30, 40), 4, 1, 2, 3, 4)).isEqualTo(together);
    assertThat(identity(commits(10, 20, 30, 40), 4, 4)).isEqualTo(together);
    assertThat(identity(commits(10, 20, 30), 4, 4)).isEqualTo(together);
    assertThat(identity(commits(10, 20, 30, 40, 50, 60), 4, 3, 4, 5)).isEqualTo(together);
  }

  @Test
  void onlyEarlierIntervalsWithinReachMakeItAnother() {
    String together = identity(commits(10, 20, 30), 4, 4);
    assertThat(identity(commits(10, 20), 4, 4)).as("one is missing").isNotEqualTo(together);
    List<Commit> other = commits(10, 20, 30);
    other.add(commit(2, 2, List.of(new StepInput("file", "d.csv", "two")), "raw.d", 20));
    assertThat(identity(other, 4, 4)).as("one has another file").isNotEqualTo(together);
    List<Commit> referring = commits(10, 20, 30);
    referring.add(
        commit(
            2,
            2,
            List.of(
                FILE,
                new StepInput("table", "clean.c", "7"),
                new StepInput("history", "raw.d", "x")),
            "raw.d",
            20));
    assertThat(identity(referring, 4, 4)).as("references move no row").isEqualTo(together);

    String sixth = identity(commits(10, 20, 30, 40, 50), 6, 6);
    List<Commit> far = commits(10, 20, 30, 40, 50);
    far.add(commit(1, 2, List.of(new StepInput("file", "d.csv", "two")), "raw.d", 10));
    assertThat(identity(far, 6, 6)).as("the first is out of reach").isEqualTo(sixth);
  }

  @Test
  void anExpectationWithALongerReachIsLookedAtAgainByMore() {
    String six = "anomaly: {metric: row_count, warm_up: 3, last: 6}";
    String sixth = identity(contract(six), commits(10, 20, 30, 40, 50), 6, 6);
    List<Commit> far = commits(10, 20, 30, 40, 50);
    far.add(commit(1, 2, List.of(new StepInput("file", "d.csv", "two")), "raw.d", 10));
    assertThat(identity(contract(six), far, 6, 6)).isNotEqualTo(sixth);
    assertThat(identity(contract(six.replace("6", "5")), far, 6, 6)).isNotEqualTo(sixth);
    assertThat(identity(contract(six.replace("6", "4")), far, 6, 6))
        .isEqualTo(identity(contract(six.replace("6", "4")), commits(10, 20, 30, 40, 50), 6, 6));
  }

  @Test
  void aContractWithoutHistoryHasNoSuchInput() {
    List<IntervalRequest> requests = List.of(new IntervalRequest(MONTHS.get(0), List.of(FILE)));
    assertThat(new RawHistory(contract("row_count: {min: 1}"), commits(1)).extend(requests))
        .isEqualTo(requests);
  }
}

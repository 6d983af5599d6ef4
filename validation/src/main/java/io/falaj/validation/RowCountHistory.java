package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.StepInput;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.Expectation.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Row counts of the intervals before another one, as {@code lineage.commits} tells them and as the
 * running step is about to.
 *
 * <p>What is read is an input of the step, so it enters the step key: an interval is looked at
 * again when an earlier one within reach came or changed, and only then. The counts themselves
 * cannot be the identity of that input: where a step takes twelve months at once, those of the
 * first eleven are not known when it starts, and they would be when it is asked for again. So an
 * earlier interval enters by what its count is computed from: its source files and the contract
 * that assigns their rows, as its commit names them, or as this very step is to commit them. Both
 * are the same, and running the same again finds nothing to do. References and the earlier
 * interval's own history do not enter: no count depends on them. Nothing of the interval itself or
 * of a later one is looked at.
 */
final class RowCountHistory {

  private final Contract contract;
  private final int reach;
  private final SortedMap<DataInterval, Commit> done = new TreeMap<>();
  private final SortedMap<DataInterval, Commit.Table> raw = new TreeMap<>();

  /**
   * @param contract of the dataset
   * @param commits every commit of the lake
   */
  RowCountHistory(Contract contract, Collection<Commit> commits) {
    this.contract = contract;
    this.reach =
        contract.checks(Level.DATASET).stream()
            .map(check -> check.expectation() instanceof RowCount count ? count.history() : none())
            .flatMap(Optional::stream)
            .mapToInt(RowCount.History::intervals)
            .max()
            .orElse(0);
    if (reach == 0) {
      return;
    }
    for (Commit commit : commits) {
      if (commit.step().equals(Ingest.STEP) && commit.output().equals(contract.dataset())) {
        done.merge(commit.interval(), commit, (a, b) -> a.generation() >= b.generation() ? a : b);
      }
      // A replay leaves raw as it is, so the newest commit of an interval need not name it.
      for (Commit.Table table : commit.tables()) {
        if (table.table().equals(contract.raw())) {
          raw.merge(commit.interval(), table, (a, b) -> a.generation() >= b.generation() ? a : b);
        }
      }
    }
  }

  private static Optional<RowCount.History> none() {
    return Optional.empty();
  }

  /** The same requests, each with what it takes from the intervals before it. */
  List<IntervalRequest> extend(List<IntervalRequest> requests) {
    if (reach == 0) {
      return requests;
    }
    SortedMap<DataInterval, List<Object>> identities = new TreeMap<>();
    done.forEach(
        (interval, commit) ->
            identities.put(
                interval,
                identity(commit.definition(), commit.semanticsVersion(), commit.inputs())));
    for (IntervalRequest request : requests) {
      identities.put(
          request.interval(), identity(contract.fingerprint(), Ingest.SEMANTICS, request.inputs()));
    }
    List<IntervalRequest> extended = new ArrayList<>();
    for (IntervalRequest request : requests) {
      Fingerprint before =
          Fingerprint.builder(StepInput.HISTORY)
              .add(
                  "intervals",
                  before(request.interval(), reach, identities.keySet()).stream()
                      .map(
                          interval ->
                              List.of(
                                  interval,
                                  java.util.Objects.requireNonNull(identities.get(interval))))
                      .toList())
              .build();
      List<StepInput> inputs = new ArrayList<>(request.inputs());
      inputs.add(new StepInput(StepInput.HISTORY, contract.raw().toString(), before.hex()));
      extended.add(new IntervalRequest(request.interval(), inputs));
    }
    return extended;
  }

  private static List<Object> identity(
      Fingerprint definition, int semantics, List<StepInput> inputs) {
    return List.of(
        definition,
        semantics,
        inputs.stream()
            .filter(input -> input.kind().equals(StepInput.FILE))
            .map(input -> List.of(input.name(), input.identity()))
            .sorted(java.util.Comparator.comparing(Object::toString))
            .toList());
  }

  /**
   * Row counts of the intervals before this one, the latest first.
   *
   * @param most how many at most
   * @param pending the intervals of the running step
   * @param rows their row counts
   */
  List<Long> before(
      DataInterval interval,
      int most,
      Collection<DataInterval> pending,
      ToLongFunction<DataInterval> rows) {
    NavigableSet<DataInterval> known = new TreeSet<>(raw.keySet());
    known.addAll(pending);
    return before(interval, most, known).stream()
        .map(
            earlier ->
                pending.contains(earlier)
                    ? rows.applyAsLong(earlier)
                    : java.util.Objects.requireNonNull(raw.get(earlier)).content().rows())
        .toList();
  }

  private static List<DataInterval> before(
      DataInterval interval, int most, Collection<DataInterval> known) {
    return known.stream()
        .filter(earlier -> !earlier.end().isAfter(interval.start()))
        .sorted(java.util.Comparator.reverseOrder())
        .limit(most)
        .toList();
  }
}

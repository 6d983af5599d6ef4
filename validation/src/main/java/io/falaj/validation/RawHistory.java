package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepInput;
import io.falaj.validation.Anomaly.Season;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is known of the intervals before another one, as raw holds them: row counts, as {@code
 * lineage.commits} tells them, and profiles, as {@code monitoring.profiles} does.
 *
 * <p>What is read is an input of the step, so it enters the step key: an interval is looked at
 * again when an earlier one within reach came or changed, and only then. The counts and profiles
 * themselves cannot be the identity of that input: where a step takes twelve months at once, those
 * of the first eleven are not known when it starts, and they would be when it is asked for again.
 * So an earlier interval enters by what they are computed from: its source files and the contract
 * that assigns and reads their rows, as its commit names them, or as this very step is to commit
 * them. Both are the same, and running the same again finds nothing to do. References and the
 * earlier interval's own history do not enter: nothing of this depends on them. Nothing of the
 * interval itself or of a later one is looked at.
 */
final class RawHistory {

  private final Contract contract;
  private final List<Reach> reaches;
  private final SortedMap<DataInterval, Commit> done = new TreeMap<>();
  private final SortedMap<DataInterval, Commit.Table> raw = new TreeMap<>();

  /**
   * @param contract of the dataset
   * @param commits every commit of the lake
   */
  RawHistory(Contract contract, Collection<Commit> commits) {
    this.contract = contract;
    this.reaches =
        contract.checks(Level.DATASET).stream()
            .flatMap(check -> reach(check.expectation()))
            .distinct()
            .toList();
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

  private static Stream<Reach> reach(Expectation expectation) {
    if (expectation instanceof RowCount count) {
      return count.history().stream().map(RawHistory::reach);
    }
    return expectation instanceof Anomaly anomaly ? Stream.of(anomaly.reach()) : Stream.of();
  }

  private static Reach reach(RowCount.History past) {
    return new Reach(past.intervals(), Season.NONE);
  }

  /** The same requests, each with what it takes from the intervals before it. */
  List<IntervalRequest> extend(List<IntervalRequest> requests) {
    if (reaches.isEmpty()) {
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
                  within(request.interval(), identities.keySet()).stream()
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
            .filter(StepInput::isSource)
            .map(input -> List.of(input.name(), input.identity()))
            .sorted(java.util.Comparator.comparing(Object::toString))
            .toList());
  }

  /** All that any expectation looks at, the latest first. */
  private NavigableSet<DataInterval> within(DataInterval interval, Collection<DataInterval> known) {
    NavigableSet<DataInterval> all = new TreeSet<>(Comparator.reverseOrder());
    reaches.forEach(reach -> all.addAll(reach.before(interval, known)));
    return all;
  }

  /**
   * The committed or pending intervals before this one that are looked at, the latest first.
   *
   * @param pending the intervals of the running step
   */
  List<DataInterval> before(DataInterval interval, Reach reach, Collection<DataInterval> pending) {
    NavigableSet<DataInterval> known = new TreeSet<>(raw.keySet());
    known.addAll(pending);
    return reach.before(interval, known);
  }

  /** As {@link #before(DataInterval, Reach, Collection)}, for a row count. */
  List<DataInterval> before(
      DataInterval interval, RowCount.History past, Collection<DataInterval> pending) {
    return before(interval, reach(past), pending);
  }

  /** The newest ingest of an interval. */
  Optional<Commit> newest(DataInterval interval) {
    return Optional.ofNullable(done.get(interval));
  }

  /** Rows of a committed interval. */
  long rows(DataInterval interval) {
    return java.util.Objects.requireNonNull(raw.get(interval)).content().rows();
  }

  /**
   * Profiles of the committed intervals that anomalies of the pending ones are told by, each as the
   * run left it that committed the interval. One read, and none where no anomaly asks for it.
   *
   * @param pending the intervals of the running step: what it measures itself is not read
   */
  Profiles profiles(Lake lake, Collection<DataInterval> pending) {
    Map<String, String> runs = new TreeMap<>();
    for (Check check : contract.checks(Level.DATASET)) {
      if (check.expectation() instanceof Anomaly anomaly && anomaly.column().isPresent()) {
        for (DataInterval interval : pending) {
          for (DataInterval earlier : before(interval, anomaly.reach(), pending)) {
            Commit commit = pending.contains(earlier) ? null : done.get(earlier);
            if (commit != null) {
              runs.put(earlier.toString(), commit.runId());
            }
          }
        }
      }
    }
    return runs.isEmpty() || !lake.exists(ProfileTable.NAME)
        ? new Profiles(Map.of())
        : ProfileTable.committed(lake.read(ProfileTable.NAME), contract.raw(), runs);
  }
}

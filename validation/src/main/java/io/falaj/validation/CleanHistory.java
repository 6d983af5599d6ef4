package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The clean rows of the intervals before another one, which its keys are held against where they
 * are unique in the table.
 *
 * <p>What is read is an input of the step, so it enters the step key: an interval is looked at
 * again when an earlier one came or was committed anew, and only then. Later ones are not looked
 * at: they would make each interval an input of every other, and no run would find nothing to do.
 * So what one run of many intervals leaves is what many runs of one in order of time leave, and
 * intervals that are ingested in another order come to the same once they are asked for again.
 *
 * <p>As with {@link RawHistory}, the rows themselves cannot be the identity of that input. An
 * earlier interval enters by all that its commit is computed from, references and its own history
 * included, for clean depends on all of that; and by the version at which clean held it before,
 * since it stays so where the contract refuses it.
 */
final class CleanHistory {

  private final Contract contract;
  private final SortedMap<DataInterval, List<Commit>> commits = new TreeMap<>();
  private final Optional<TableVersion> clean;

  /**
   * @param contract of the dataset
   * @param commits every commit of the lake
   * @param clean the clean table, pinned after the commits were read; empty where there is none, or
   *     {@link #isAskedFor} says that it is not needed
   */
  CleanHistory(Contract contract, Collection<Commit> commits, Optional<TableVersion> clean) {
    this.contract = contract;
    this.clean = clean;
    for (Commit commit : commits) {
      if (commit.step().equals(Ingest.STEP) && commit.output().equals(contract.dataset())) {
        this.commits.computeIfAbsent(commit.interval(), unused -> new ArrayList<>()).add(commit);
      }
    }
    this.commits.values().forEach(of -> of.sort(Comparator.comparingLong(Commit::generation)));
  }

  /** As a lake holds it now. */
  static CleanHistory of(Lake lake, Contract contract) {
    // Commits first: what is committed in between is then read without entering the key, and the
    // next run looks again; the other way round it never would.
    List<Commit> commits = lake.commits();
    boolean needed = isAskedFor(contract) && lake.exists(contract.clean());
    return new CleanHistory(
        contract, commits, needed ? Optional.of(lake.pin(contract.clean())) : Optional.empty());
  }

  private static boolean isAskedFor(Contract contract) {
    return !contract.uniqueInTable().isEmpty();
  }

  /** The same requests, in order, each with what it takes from the intervals before it. */
  List<IntervalRequest> extend(List<IntervalRequest> requests) {
    if (!isAskedFor(contract)) {
      return requests;
    }
    SortedMap<DataInterval, Optional<IntervalRequest>> known = new TreeMap<>();
    commits.keySet().forEach(interval -> known.put(interval, Optional.empty()));
    requests.forEach(request -> known.put(request.interval(), Optional.of(request)));
    List<IntervalRequest> extended = new ArrayList<>();
    Fingerprint before = Fingerprint.builder(StepInput.HISTORY).build();
    for (Map.Entry<DataInterval, Optional<IntervalRequest>> entry : known.entrySet()) {
      List<Commit> done = commits.getOrDefault(entry.getKey(), List.of());
      Commit last = done.isEmpty() ? null : done.get(done.size() - 1);
      List<Object> identity;
      if (entry.getValue().isPresent()) {
        List<StepInput> inputs = new ArrayList<>(entry.getValue().get().inputs());
        inputs.add(new StepInput(StepInput.HISTORY, contract.clean().toString(), before.hex()));
        extended.add(new IntervalRequest(entry.getKey(), inputs));
        identity = identity(contract.fingerprint(), Ingest.SEMANTICS, inputs);
      } else {
        identity = identity(java.util.Objects.requireNonNull(last));
      }
      boolean stays = last != null && identity.equals(identity(last));
      before =
          Fingerprint.builder(StepInput.HISTORY)
              .add("before", before)
              .add("interval", entry.getKey())
              .add("identity", identity)
              .add("held", held(stays ? done.subList(0, done.size() - 1) : done))
              .build();
    }
    return extended;
  }

  private static List<Object> identity(Commit commit) {
    return identity(commit.definition(), commit.semanticsVersion(), commit.inputs());
  }

  private static List<Object> identity(
      Fingerprint definition, int semantics, List<StepInput> inputs) {
    return List.of(
        definition,
        semantics,
        inputs.stream()
            .map(input -> List.of(input.kind(), input.name(), input.identity()))
            .sorted(Comparator.comparing(Object::toString))
            .toList());
  }

  /** The version of clean that the last of some commits left; null where none did. */
  private @Nullable Long held(List<Commit> done) {
    Long version = null;
    for (Commit commit : done) {
      for (Commit.Table table : commit.tables()) {
        version = table.table().equals(contract.clean()) ? Long.valueOf(table.version()) : version;
      }
    }
    return version;
  }

  /** The clean table; empty where it has no committed interval before this one. */
  Optional<TableVersion> clean(DataInterval interval) {
    return span(interval).isPresent() ? clean : Optional.empty();
  }

  /** From the first committed interval to the start of this one; empty if there is none between. */
  Optional<DataInterval> span(DataInterval interval) {
    return commits.isEmpty() || !commits.firstKey().start().isBefore(interval.start())
        ? Optional.empty()
        : Optional.of(new DataInterval(commits.firstKey().start(), interval.start()));
  }
}

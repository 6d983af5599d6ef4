package io.falaj.scoring;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Which version of a model made the scores that each month holds: the champion of the day, which
 * may be another one now.
 *
 * @param byMonth the version, by month
 */
record ScoringVersions(SortedMap<DataInterval, ScoringModel> byMonth) {

  /**
   * Finds them in what the scores were committed with.
   *
   * @param load loads a version of the model; asked once for each
   */
  static ScoringVersions of(
      Lake lake, String model, DataInterval asked, LongFunction<ScoringModel> load) {
    Map<Long, ScoringModel> loaded = new HashMap<>();
    SortedMap<DataInterval, ScoringModel> byMonth = new TreeMap<>();
    for (Commit commit : lake.commits(Score.STEP, model)) {
      if (commit.interval().overlaps(asked)) {
        byMonth.put(commit.interval(), loaded.computeIfAbsent(version(commit, model), load::apply));
      }
    }
    return new ScoringVersions(byMonth);
  }

  private static long version(Commit score, String model) {
    return score.inputs().stream()
        .filter(input -> input.kind().equals("model") && input.name().equals(model))
        .map(StepInput::identity)
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(
            () ->
                new FalajException.DataRefused(
                    "The scores of model '%s' in %s do not tell which version made them. Score again."
                        .formatted(model, score.interval())));
  }

  List<DataInterval> months() {
    return List.copyOf(byMonth.keySet());
  }

  ScoringModel of(DataInterval month) {
    return Objects.requireNonNull(byMonth.get(month));
  }

  /** {@code name:version}, by month. */
  SortedMap<DataInterval, String> labels() {
    SortedMap<DataInterval, String> labels = new TreeMap<>();
    byMonth.forEach((month, model) -> labels.put(month, model.label()));
    return labels;
  }

  /** Puts those of some months together that one version scored, the oldest version first. */
  Collection<List<DataInterval>> group(List<DataInterval> months) {
    SortedMap<Long, List<DataInterval>> groups = new TreeMap<>();
    for (DataInterval month : months) {
      groups.computeIfAbsent(of(month).version(), version -> new ArrayList<>()).add(month);
    }
    return groups.values();
  }
}

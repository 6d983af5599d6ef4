package io.falaj.lineage.questions;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lineage.commits} tells, as a graph: a commit leads from its inputs to the tables that
 * it wrote.
 *
 * <p>An input of kind {@code table} is named {@code zone.table} or {@code zone.table/START/END},
 * and identified by the table's version; one of kind {@code model} is named after the model, and
 * identified by the model's version; a {@code trainingset} is named after its table. One of kind
 * {@code artifact} holds the hash of what another input names: it enters the step key, and the
 * graph leaves it out.
 */
final class CommitGraph {

  /** The step whose output is a model. */
  static final String TRAIN = "train";

  /** The kind of input that repeats another one by its hash. */
  static final String ARTIFACT = "artifact";

  private final List<Commit> commits;

  CommitGraph(Collection<Commit> commits) {
    this.commits =
        commits.stream()
            .sorted(Comparator.comparing(Commit::committedAt).thenComparing(Commit::interval))
            .toList();
  }

  /** The commit that wrote an interval of a table at a version; any interval where it is null. */
  Optional<Commit> writer(TableName table, Part part) {
    return commits.stream()
        .filter(commit -> part.interval() == null || commit.interval().equals(part.interval()))
        .filter(commit -> version(commit, table).map(part.identity()::equals).orElse(false))
        .findFirst();
  }

  /** All commits that wrote a table at a version. */
  List<Commit> writers(TableName table, String version) {
    return commits.stream()
        .filter(commit -> version(commit, table).map(version::equals).orElse(false))
        .toList();
  }

  /**
   * The newest commit of each interval of a table: that of its highest generation, which is the one
   * that readers read. Clocks of several machines differ, and one may be set back.
   */
  List<Commit> newest(TableName table) {
    SortedMap<DataInterval, Commit> newest = new TreeMap<>();
    for (Commit commit : commits) {
      if (version(commit, table).isPresent()) {
        newest.merge(
            commit.interval(),
            commit,
            (a, b) -> generation(a, table) >= generation(b, table) ? a : b);
      }
    }
    return List.copyOf(newest.values());
  }

  private static long generation(Commit commit, TableName table) {
    return commit.tables().stream()
        .filter(written -> written.table().equals(table))
        .mapToLong(Commit.Table::generation)
        .max()
        .orElse(0);
  }

  /** How the columns of a table changed, oldest first, each with its version, step and run. */
  List<String> schemaChanges(TableName table) {
    SortedMap<Long, Set<String>> changes = new TreeMap<>();
    for (Commit commit : commits) {
      for (Commit.Evolved evolved : commit.schemaChanges()) {
        if (evolved.table().equals(table)) {
          changes
              .computeIfAbsent(evolved.version(), version -> new LinkedHashSet<>())
              .add(
                  "%s in version %d by %s of %s, run %s"
                      .formatted(
                          evolved.change(),
                          evolved.version(),
                          commit.step(),
                          commit.output(),
                          commit.runId()));
        }
      }
    }
    return changes.values().stream().flatMap(Set::stream).toList();
  }

  static Optional<String> version(Commit commit, TableName table) {
    return commit.tables().stream()
        .filter(written -> written.table().equals(table))
        .map(written -> Long.toString(written.version()))
        .reduce((first, second) -> second);
  }

  /**
   * The commit that trained a version of a model: the one whose step key, its beginning, or whose
   * count names the version.
   */
  Optional<Commit> trained(String model, String version) {
    return commits.stream()
        .filter(commit -> commit.step().equals(TRAIN) && commit.output().equals(model))
        .filter(
            commit ->
                commit.stepKey().hex().startsWith(version.length() < 8 ? "-" : version)
                    || Long.toString(commit.generation()).equals(version.replaceFirst("^v", "")))
        .max(Comparator.comparingLong(Commit::generation));
  }

  /** The commits that something entered. */
  List<Commit> readers(String kind, String name, Part part) {
    return commits.stream()
        .filter(
            commit ->
                commit.inputs().stream()
                    .anyMatch(
                        input ->
                            kind(input).equals(kind)
                                && name(input).equals(name)
                                && (part.identity().isEmpty()
                                    || input.identity().equals(part.identity()))
                                && (part.interval() == null
                                    || interval(input) == null
                                    || part.interval().equals(interval(input)))))
        .toList();
  }

  static String kind(StepInput input) {
    return input.kind().equals("trainingset") && input.name().contains(".")
        ? "table"
        : input.kind();
  }

  /** The name without the interval. */
  static String name(StepInput input) {
    int slash = input.name().indexOf('/');
    return kind(input).equals("table") && slash > 0
        ? input.name().substring(0, slash)
        : input.name();
  }

  static @Nullable DataInterval interval(StepInput input) {
    int slash = input.name().indexOf('/');
    if (!kind(input).equals("table") || slash < 0) {
      return null;
    }
    try {
      return DataInterval.parse(input.name().substring(slash + 1));
    } catch (FalajException.Configuration e) {
      return null;
    }
  }
}

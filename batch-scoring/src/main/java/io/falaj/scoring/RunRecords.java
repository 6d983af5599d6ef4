package io.falaj.scoring;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.scoring.report.LineageStep;
import io.falaj.scoring.report.StepTiming;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** What the pipeline's steps read and wrote when they last did their work, and how long it took. */
final class RunRecords {

  private static final TableName EVENTS = new TableName(Zone.LINEAGE, "events");

  /** The order in which data flows. */
  private static final List<String> STEPS =
      List.of("ingest", "materialize", "training-set", "train", "promote", "score", "monitor");

  private final Lake lake;

  /** The newest commit of each interval, by step and output, in the order of the flow. */
  private final Map<List<String>, List<Commit>> newest;

  RunRecords(Lake lake, String pipeline, DataInterval interval) {
    this.lake = lake;
    this.newest = new TreeMap<>(flow());
    Map<List<String>, Map<DataInterval, Commit>> byInterval = new HashMap<>();
    for (Commit commit : lake.commits()) {
      if (commit.pipeline().equals(pipeline) && commit.interval().overlaps(interval)) {
        byInterval
            .computeIfAbsent(List.of(commit.step(), commit.output()), key -> new HashMap<>())
            .merge(commit.interval(), commit, (a, b) -> a.generation() >= b.generation() ? a : b);
      }
    }
    byInterval.forEach(
        (key, commits) ->
            newest.put(
                key,
                commits.values().stream().sorted(Comparator.comparing(Commit::interval)).toList()));
  }

  private static Comparator<List<String>> flow() {
    return Comparator.comparingInt(
            (List<String> key) ->
                STEPS.contains(key.get(0)) ? STEPS.indexOf(key.get(0)) : STEPS.size())
        .thenComparing(key -> key.get(0))
        .thenComparing(key -> key.get(1));
  }

  List<LineageStep> lineage() {
    List<LineageStep> steps = new ArrayList<>();
    newest.forEach(
        (key, commits) ->
            steps.add(new LineageStep(key.get(0), key.get(1), inputs(commits), outputs(commits))));
    return steps;
  }

  private static List<String> inputs(List<Commit> commits) {
    Set<String> inputs = new LinkedHashSet<>();
    Map<String, TreeSet<Long>> tables = new TreeMap<>();
    for (Commit commit : commits) {
      for (StepInput input : commit.inputs()) {
        if (input.kind().equals("table") && input.identity().matches("\\d+")) {
          int slash = input.name().indexOf('/');
          tables
              .computeIfAbsent(
                  slash < 0 ? input.name() : input.name().substring(0, slash),
                  name -> new TreeSet<>())
              .add(Long.valueOf(input.identity()));
        } else if (input.kind().equals("model")) {
          inputs.add(input.name() + ":" + input.identity());
        } else {
          inputs.add(input.name() + " " + brief(input.identity()));
        }
      }
    }
    tables.forEach((table, versions) -> inputs.add(versions(table, versions)));
    return List.copyOf(inputs);
  }

  private static String brief(String identity) {
    return identity.matches("[0-9a-f]{64}") ? "sha256 " + identity.substring(0, 12) : identity;
  }

  private static List<String> outputs(List<Commit> commits) {
    Map<TableName, TreeSet<Long>> outputs = new TreeMap<>();
    for (Commit commit : commits) {
      for (Commit.Table table : commit.tables()) {
        outputs.computeIfAbsent(table.table(), name -> new TreeSet<>()).add(table.version());
      }
    }
    List<String> texts = new ArrayList<>();
    outputs.forEach((table, versions) -> texts.add(versions(table.toString(), versions)));
    return texts;
  }

  private static String versions(String table, SortedSet<Long> versions) {
    return versions.size() == 1
        ? table + "@" + versions.first()
        : "%s@%d…%d".formatted(table, versions.first(), versions.last());
  }

  /** From START to COMPLETE of the run that made each step's newest commit. */
  List<StepTiming> timings() {
    if (!lake.exists(EVENTS)) {
      return List.of();
    }
    Map<List<String>, Timestamp> starts = new HashMap<>();
    Map<List<String>, Timestamp> ends = new HashMap<>();
    for (Row row :
        lake.read(EVENTS)
            .select("run_id", "step", "output", "event_type", "event_time")
            .orderBy("event_time")
            .collectAsList()) {
      List<String> key = List.of(row.getString(0), row.getString(1), row.getString(2));
      switch (row.getString(3)) {
        case "START" -> starts.put(key, row.getTimestamp(4));
        case "COMPLETE" -> ends.put(key, row.getTimestamp(4));
        default -> {}
      }
    }
    List<StepTiming> timings = new ArrayList<>();
    newest.forEach(
        (key, commits) -> {
          Commit last =
              commits.stream().max(Comparator.comparing(Commit::committedAt)).orElseThrow();
          List<String> run = List.of(last.runId(), last.step(), last.output());
          Timestamp start = starts.get(run);
          Timestamp end = ends.get(run);
          if (start != null && end != null) {
            timings.add(
                timing(key, Duration.between(start.toInstant(), end.toInstant()), last, commits));
          }
        });
    return timings;
  }

  private static StepTiming timing(
      List<String> key, Duration duration, Commit last, List<Commit> commits) {
    Map<TableName, Long> rows = new LinkedHashMap<>();
    for (Commit commit : commits) {
      if (commit.runId().equals(last.runId())) {
        for (Commit.Table table : commit.tables()) {
          rows.merge(table.table(), table.content().rows(), Long::sum);
        }
      }
    }
    long most = rows.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new StepTiming(key.get(0) + " " + key.get(1), duration, most);
  }
}

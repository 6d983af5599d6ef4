package io.falaj.lineage.questions;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import io.falaj.lineage.config.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Asks a lake where something came from, and what came of it. */
public final class LineageQuestions {

  /** Columns of a prediction that an answer shows, where they are. */
  private static final List<String> SHOWN =
      List.of("probability", "label_predicted", "model_version", "feature_fingerprint");

  private final Lake lake;
  private final CommitGraph graph;

  /** Reads the lake's commits once; later ones are not seen. */
  public LineageQuestions(Lake lake) {
    this.lake = lake;
    this.graph = new CommitGraph(lake.commits());
  }

  /**
   * Where one prediction came from: the model, its training set, the feature views, the tables and
   * the files.
   *
   * @param model the model
   * @param key the row, by the columns that identify it
   * @throws FalajException.Configuration if there is no such row, or more than one
   */
  public LineageNode ofPrediction(String model, Map<String, String> key) {
    TableName table = new TableName(Zone.PREDICTIONS, model);
    Row row = row(table, key);
    DataInterval interval = DataInterval.parse(row.getAs(TableSpec.INTERVAL));
    List<Part> parts =
        graph.newest(table).stream()
            .filter(commit -> commit.interval().equals(interval))
            .map(commit -> part(commit, table))
            .toList();
    SortedMap<String, String> facts = new TreeMap<>(key);
    List<String> columns = Arrays.asList(row.schema().fieldNames());
    SHOWN.stream()
        .filter(columns::contains)
        .forEach(column -> facts.put(column, String.valueOf(row.<Object>getAs(column))));
    return new LineageNode(
        LineageNode.Kind.PREDICTION,
        table.toString(),
        new TreeSet<>(),
        facts,
        List.of(new Upstream(graph).table(table, parts)));
  }

  private Row row(TableName table, Map<String, String> key) {
    Dataset<Row> rows = lake.read(table);
    List<String> columns = Arrays.asList(rows.columns());
    for (Map.Entry<String, String> part : key.entrySet()) {
      if (!columns.contains(part.getKey())) {
        throw new FalajException.Configuration(
            "%s has no column '%s'.%s"
                .formatted(table, part.getKey(), Problems.suggest(part.getKey(), columns)));
      }
      rows = rows.where(col(part.getKey()).cast("string").equalTo(part.getValue()));
    }
    List<Row> found = rows.limit(2).collectAsList();
    if (found.size() != 1) {
      throw new FalajException.Configuration(
          found.isEmpty()
              ? "%s has no row with %s. Check the key, or score its interval first."
                  .formatted(table, key)
              : "%s has more than one row with %s. Name more of its key's columns."
                  .formatted(table, key));
    }
    return found.get(0);
  }

  /** Where a table came from: its newest commit of each interval, or one version of it. */
  public LineageNode upstream(TableName table, Optional<Long> version) {
    return new Upstream(graph).table(table, parts(table, version));
  }

  /** What came of a table: of its newest commit of each interval, or of one version. */
  public LineageNode downstream(TableName table, Optional<Long> version) {
    return new Downstream(graph).table(table, parts(table, version));
  }

  /** Where a version of a model came from. */
  public LineageNode upstreamOfModel(String model, String version) {
    requireTrained(model, version);
    return new Upstream(graph).model(model, version);
  }

  /** What a version of a model made. */
  public LineageNode downstreamOfModel(String model, String version) {
    requireTrained(model, version);
    return new Downstream(graph).model(model, version);
  }

  /** What was computed from a file, by the path it was read from and its SHA-256. */
  public LineageNode downstreamOfFile(String path, String sha256) {
    if (graph.readers("file", path, new Part(null, sha256)).isEmpty()) {
      throw new FalajException.Configuration(
          "No step of this lake has read a file %s with SHA-256 %s. Check both."
              .formatted(path, sha256));
    }
    return new Downstream(graph).file(path, sha256);
  }

  private void requireTrained(String model, String version) {
    if (graph.trained(model, version).isEmpty()) {
      List<String> models =
          lake.commits().stream()
              .filter(commit -> commit.step().equals(CommitGraph.TRAIN))
              .map(commit -> commit.output() + ":" + commit.generation())
              .distinct()
              .toList();
      throw new FalajException.Configuration(
          "No step of this lake has trained model %s version %s.%s"
              .formatted(model, version, Problems.suggest(model + ":" + version, models)));
    }
  }

  private List<Part> parts(TableName table, Optional<Long> version) {
    List<Commit> commits =
        version
            .map(number -> graph.writers(table, Long.toString(number)))
            .orElseGet(() -> graph.newest(table));
    if (commits.isEmpty()) {
      throw new FalajException.Configuration(unknown(table, version));
    }
    return commits.stream().map(commit -> part(commit, table)).toList();
  }

  private String unknown(TableName table, Optional<Long> version) {
    List<Commit> known = graph.newest(table);
    if (known.isEmpty()) {
      List<String> names = lake.tables().stream().map(TableName::toString).toList();
      return "No step has committed %s in this lake.%s"
          .formatted(table, Problems.suggest(table.toString(), names));
    }
    return "No step has committed version %d of %s. The newest commits are of version %s."
        .formatted(
            version.orElse(-1L),
            table,
            known.stream()
                .map(commit -> part(commit, table).identity())
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  private static Part part(Commit commit, TableName table) {
    return new Part(commit.interval(), CommitGraph.version(commit, table).orElseThrow());
  }
}

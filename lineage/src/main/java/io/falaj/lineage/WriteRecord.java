package io.falaj.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a write says of itself in its table's log, as JSON in Delta's {@code userMetadata}: who,
 * from what, by which definition, and what it holds.
 *
 * @param stepKeys what was computed, by interval
 * @param contents rows and checksum, by interval
 * @param generations counts the writes of each interval
 * @param over of each interval the generation that was committed then, 0 if there was none: what
 *     the write kept rows of. Writes of earlier releases do not tell
 * @param schemaChanges the columns that the write added to the table that was there, or widened
 */
record WriteRecord(
    SortedMap<DataInterval, Fingerprint> stepKeys,
    SortedMap<DataInterval, IntervalContent> contents,
    SortedMap<DataInterval, Long> generations,
    SortedMap<DataInterval, Long> over,
    List<SchemaChange> schemaChanges) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The JSON of a write to a table. */
  String json(
      RunContext run,
      StepRequest request,
      WriteKind kind,
      SortedMap<DataInterval, List<StepInput>> inputs) {
    ObjectNode root = head(run, request);
    root.put("operation", kind.operation());
    root.put("rows", contents.values().stream().mapToLong(IntervalContent::rows).sum());
    put(root, schemaChanges);
    ArrayNode intervals = root.putArray("intervals");
    stepKeys.forEach(
        (interval, key) -> {
          ObjectNode node = intervals.addObject();
          node.put("interval", interval.toString());
          node.put("generation", generations.getOrDefault(interval, 0L));
          node.put("over", over.getOrDefault(interval, 0L));
          node.put("step_key", key.hex());
          IntervalContent content = contents.getOrDefault(interval, NOTHING);
          node.put("rows", content.rows());
          node.put("checksum", content.checksum());
          ArrayNode from = node.putArray("inputs");
          inputs.getOrDefault(interval, List.of()).forEach(input -> from.add(input(input)));
        });
    return root.toString();
  }

  /** What an interval without rows holds. */
  static final IntervalContent NOTHING = new IntervalContent(0, "0".repeat(32));

  /** The JSON of a commit of {@code lineage.commits}. */
  static String ofCommits(RunContext run, StepRequest request) {
    return head(run, request).put("operation", "commit").toString();
  }

  /** The JSON of rows appended outside any step. */
  static String ofBooks(RunContext run, List<SchemaChange> schemaChanges) {
    ObjectNode root = head(run).put("operation", "append");
    put(root, schemaChanges);
    return root.toString();
  }

  /** The JSON of a commit that puts small files of books together. */
  static String ofCompaction(RunContext run) {
    return head(run).put("operation", "compact").toString();
  }

  private static void put(ObjectNode root, List<SchemaChange> schemaChanges) {
    if (schemaChanges.isEmpty()) {
      return;
    }
    ArrayNode array = root.putArray("schema_changes");
    for (SchemaChange change : schemaChanges) {
      ObjectNode node = array.addObject().put("column", change.column());
      change.was().ifPresent(was -> node.put("was", was));
      node.put("is", change.is());
    }
  }

  private static List<SchemaChange> schemaChanges(JsonNode root) {
    List<SchemaChange> changes = new ArrayList<>();
    for (JsonNode node : root.path("schema_changes")) {
      changes.add(
          new SchemaChange(
              node.path("column").asText(),
              Optional.ofNullable(node.path("was").textValue()),
              node.path("is").asText()));
    }
    return changes;
  }

  private static ObjectNode head(RunContext run, StepRequest request) {
    ObjectNode root = head(run);
    root.put("step", request.step());
    root.put("output", request.output());
    root.put("definition", request.definition().hex());
    root.put("semantics", request.semanticsVersion());
    return root;
  }

  private static ObjectNode head(RunContext run) {
    ObjectNode root = JSON.createObjectNode();
    root.put("run", run.runId());
    root.put("job", run.job());
    root.put("pipeline", run.pipeline());
    root.put("asked", run.interval().toString());
    root.put("code_version", run.codeVersion());
    root.put("java", System.getProperty("java.version"));
    root.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    root.put("zone", "UTC");
    return root;
  }

  private static ObjectNode input(StepInput input) {
    return JSON.createObjectNode()
        .put("kind", input.kind())
        .put("name", input.name())
        .put("identity", input.identity());
  }

  /** Reads what {@link #json} wrote; empty for commits of other origin. */
  static WriteRecord parse(String json) {
    SortedMap<DataInterval, Fingerprint> keys = new TreeMap<>();
    SortedMap<DataInterval, IntervalContent> contents = new TreeMap<>();
    SortedMap<DataInterval, Long> generations = new TreeMap<>();
    SortedMap<DataInterval, Long> over = new TreeMap<>();
    try {
      JsonNode root = JSON.readTree(json);
      List<SchemaChange> schemaChanges = schemaChanges(root);
      for (JsonNode node : root.path("intervals")) {
        DataInterval interval = DataInterval.parse(node.path("interval").asText());
        keys.put(interval, new Fingerprint(node.path("step_key").asText()));
        generations.put(interval, node.path("generation").asLong());
        if (node.has("over")) {
          over.put(interval, node.path("over").asLong());
        }
        contents.put(
            interval,
            new IntervalContent(node.path("rows").asLong(), node.path("checksum").asText()));
      }
      return new WriteRecord(keys, contents, generations, over, schemaChanges);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return new WriteRecord(
          new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of());
    }
  }
}

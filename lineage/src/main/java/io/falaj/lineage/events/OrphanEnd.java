package io.falaj.lineage.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.falaj.lineage.Commit;
import io.falaj.lineage.Json;
import java.time.Instant;
import java.util.Collection;

/** Makes the event that a step's process did not live to make. */
public final class OrphanEnd {

  private final String root;

  /**
   * @param root the lake's root
   */
  public OrphanEnd(String root) {
    this.root = root;
  }

  /** The end of a step that did commit; its outputs are what the commits name. */
  public LineageEvent completed(LineageEvent start, Collection<Commit> commits, Instant at) {
    ObjectNode event = event(start, LineageEvent.Type.COMPLETE, at);
    ArrayNode outputs = event.putArray("outputs");
    String producer = event.path("producer").asText();
    commits.stream()
        .flatMap(commit -> commit.tables().stream())
        .map(table -> new Written(table.table(), table.version()))
        .distinct()
        .forEach(written -> output(outputs, producer, written));
    return of(start, LineageEvent.Type.COMPLETE, at, event);
  }

  /** The end of a step that did not. */
  public LineageEvent failed(LineageEvent start, String problem, Instant at) {
    ObjectNode event = event(start, LineageEvent.Type.FAIL, at);
    ((ObjectNode) event.at("/run/facets"))
        .set(
            "errorMessage",
            event
                .objectNode()
                .put("_producer", event.path("producer").asText())
                .put(
                    "_schemaURL",
                    "https://openlineage.io/spec/facets/1-0-1/ErrorMessageRunFacet.json"
                        + "#/$defs/ErrorMessageRunFacet")
                .put("message", problem)
                .put("programmingLanguage", "JAVA"));
    return of(start, LineageEvent.Type.FAIL, at, event);
  }

  private record Written(io.falaj.lineage.TableName table, long version) {}

  private void output(ArrayNode outputs, String producer, Written written) {
    DatasetName name = DatasetName.of(root, written.table());
    ObjectNode output =
        outputs.addObject().put("namespace", name.namespace()).put("name", name.name());
    output
        .putObject("facets")
        .putObject("version")
        .put("_producer", producer)
        .put(
            "_schemaURL",
            "https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json"
                + "#/$defs/DatasetVersionDatasetFacet")
        .put("datasetVersion", Long.toString(written.version()));
  }

  private static ObjectNode event(LineageEvent start, LineageEvent.Type type, Instant at) {
    ObjectNode event = (ObjectNode) Json.read(start.json(), JsonNode.class);
    return event.put("eventType", type.name()).put("eventTime", at.toString());
  }

  private static LineageEvent of(
      LineageEvent start, LineageEvent.Type type, Instant at, ObjectNode event) {
    return new LineageEvent(
        at, type, start.stepRunId(), start.runId(), start.step(), start.output(), event.toString());
  }
}

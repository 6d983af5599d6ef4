package io.falaj.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Commit;
import io.falaj.lineage.Json;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * What the events of a lake say of each step, and what its commits say; a table is written {@code
 * zone/table@version}.
 */
record StoredRun(List<JsonNode> events, List<Commit> commits) {

  static StoredRun of(Lake lake) {
    List<Row> rows = lake.read(TableName.parse("lineage.events")).select("event").collectAsList();
    return new StoredRun(
        rows.stream().map(row -> Json.read(row.getString(0), JsonNode.class)).toList(),
        lake.commits());
  }

  /** What the COMPLETE events name, of steps whose START is there too. */
  Set<String> outputs(String step) {
    return datasets(step, "outputs");
  }

  Set<String> inputs(String step) {
    return datasets(step, "inputs");
  }

  /** What the commits say that the step wrote. */
  Set<String> written(String step) {
    return new TreeSet<>(
        commits.stream()
            .filter(commit -> commit.step().equals(step))
            .flatMap(commit -> commit.tables().stream())
            .map(table -> folder(table.table()) + "@" + table.version())
            .toList());
  }

  private static String folder(TableName table) {
    return table.zone().folder() + "/" + table.table();
  }

  private Set<String> datasets(String step, String direction) {
    Set<String> started = new TreeSet<>();
    Set<String> datasets = new TreeSet<>();
    for (String type : List.of("START", "COMPLETE")) {
      for (JsonNode event : events) {
        String run = event.at("/run/runId").asText();
        if (!event.at("/run/facets/falaj_step/step").asText().equals(step)
            || !event.path("eventType").asText().equals(type)) {
          continue;
        }
        if (type.equals("START")) {
          started.add(run);
        } else if (started.contains(run)) {
          event.path(direction).forEach(dataset -> datasets.add(named(dataset)));
        }
      }
    }
    return datasets;
  }

  private static String named(JsonNode dataset) {
    return dataset.path("name").asText().replaceFirst("^.*/(?=[^/]+/[^/]+$)", "")
        + "@"
        + dataset.at("/facets/version/datasetVersion").asText();
  }
}

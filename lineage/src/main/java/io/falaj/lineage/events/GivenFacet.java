package io.falaj.lineage.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.falaj.lineage.TableName;
import java.util.Optional;

/**
 * Facets of the standard that a step may record about tables, by their standard names. Each is
 * recorded as a map from a table's name to:
 *
 * <ul>
 *   <li>{@code dataQualityAssertions}: a list of maps with {@code assertion}, {@code success} and,
 *       where they apply, {@code column}, {@code severity}, {@code name}, {@code expected}, {@code
 *       actual};
 *   <li>{@code dataQualityMetrics}: a map with {@code rowCount} and {@code columnMetrics};
 *   <li>{@code columnLineage}: a map from a column to the list of columns that it comes from, each
 *       written {@code zone.table.column}.
 * </ul>
 */
enum GivenFacet {
  ASSERTIONS("dataQualityAssertions", "1-1-0", "DataQualityAssertionsDatasetFacet"),
  METRICS("dataQualityMetrics", "1-0-0", "DataQualityMetricsDatasetFacet"),
  COLUMN_LINEAGE("columnLineage", "1-2-0", "ColumnLineageDatasetFacet");

  private final String key;
  private final String version;
  private final String schema;

  GivenFacet(String key, String version, String schema) {
    this.key = key;
    this.version = version;
    this.schema = schema;
  }

  static Optional<GivenFacet> named(String name) {
    for (GivenFacet facet : values()) {
      if (facet.key.equals(name)) {
        return Optional.of(facet);
      }
    }
    return Optional.empty();
  }

  String key() {
    return key;
  }

  CustomFacet facet(java.net.URI producer, String root, JsonNode given) {
    JsonNode body =
        switch (this) {
          case ASSERTIONS -> JsonNodeFactory.instance.objectNode().set("assertions", given);
          case METRICS -> given;
          case COLUMN_LINEAGE -> columns(root, given);
        };
    return CustomFacet.standard(producer, version, schema, body);
  }

  private static ObjectNode columns(String root, JsonNode given) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    given
        .properties()
        .forEach(
            column -> {
              ArrayNode sources = fields.putObject(column.getKey()).putArray("inputFields");
              column.getValue().forEach(source -> addSource(sources, root, source.asText()));
            });
    return JsonNodeFactory.instance.objectNode().set("fields", fields);
  }

  private static void addSource(ArrayNode sources, String root, String column) {
    int dot = column.lastIndexOf('.');
    DatasetName dataset = DatasetName.of(root, TableName.parse(column.substring(0, dot)));
    sources
        .addObject()
        .put("namespace", dataset.namespace())
        .put("name", dataset.name())
        .put("field", column.substring(dot + 1));
  }
}

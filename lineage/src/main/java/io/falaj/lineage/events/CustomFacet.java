package io.falaj.lineage.events;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A facet whose content is given as JSON, with the place of its schema. */
record CustomFacet(URI producer, URI schema, Map<String, JsonNode> content)
    implements OpenLineage.RunFacet,
        OpenLineage.DatasetFacet,
        OpenLineage.InputDatasetFacet,
        OpenLineage.OutputDatasetFacet {

  private static final String OWN = "https://falaj.io/spec/facets/1-0-0/";

  CustomFacet {
    content = Map.copyOf(content);
  }

  /**
   * A facet of Falaj's own, whose schema is in this package's resources.
   *
   * @param name the schema's name, for example {@code FalajStepRunFacet}
   */
  static CustomFacet own(URI producer, String name, JsonNode content) {
    return new CustomFacet(
        producer, URI.create(OWN + name + ".json#/$defs/" + name), fields(content));
  }

  /** A facet of the standard, given in the standard's own shape. */
  static CustomFacet standard(URI producer, String version, String name, JsonNode content) {
    return new CustomFacet(
        producer,
        URI.create(
            "https://openlineage.io/spec/facets/%s/%s.json#/$defs/%s"
                .formatted(version, name, name)),
        fields(content));
  }

  /** The fields of an object; anything else becomes the field {@code value}. */
  private static Map<String, JsonNode> fields(JsonNode content) {
    if (!content.isObject()) {
      return Map.of("value", content);
    }
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    content.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("_producer", producer.toString());
    json.put("_schemaURL", schema.toString());
    json.putAll(new TreeMap<>(content));
    return json;
  }

  @Override
  public URI get_producer() {
    return producer;
  }

  @Override
  public URI get_schemaURL() {
    return schema;
  }

  @Override
  public Boolean get_deleted() {
    return Boolean.FALSE;
  }

  @Override
  public Boolean isDeleted() {
    return Boolean.FALSE;
  }

  @Override
  public Map<String, Object> getAdditionalProperties() {
    return Map.copyOf(content);
  }
}

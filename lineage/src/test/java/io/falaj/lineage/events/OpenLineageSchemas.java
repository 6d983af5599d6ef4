package io.falaj.lineage.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Validates events against the published schemas, and each facet against the schema that it names:
 * the published ones are in the test resources, Falaj's own in the main ones.
 */
final class OpenLineageSchemas {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(
                  loaders ->
                      loaders.schemas(iri -> OpenLineageSchemas.text(withoutFragment(iri)))));
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  /** The event as a tree, after everything in it was found valid. */
  JsonNode assertValid(String json) {
    try {
      JsonNode event = MAPPER.readTree(json);
      assertThat(event.get("schemaURL").asText())
          .isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
      assertThat(problems(event.get("schemaURL").asText(), event)).isEmpty();
      Set<String> problems = new LinkedHashSet<>();
      facets(event, problems);
      assertThat(problems).isEmpty();
      return event;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void facets(JsonNode node, Set<String> problems) {
    if (node.has("_schemaURL")) {
      String url = node.get("_schemaURL").asText();
      problems(url, node).forEach(message -> problems.add(url + " " + message));
    }
    node.forEach(child -> facets(child, problems));
  }

  private Set<ValidationMessage> problems(String url, JsonNode node) {
    JsonSchema schema = factory.getSchema(SchemaLocation.of(url), config);
    return schema.validate(node);
  }

  private static String withoutFragment(String iri) {
    int hash = iri.indexOf('#');
    return hash < 0 ? iri : iri.substring(0, hash);
  }

  private static String text(String iri) {
    String file = iri.substring(iri.lastIndexOf('/') + 1);
    String place =
        iri.startsWith("https://falaj.io/")
            ? "/io/falaj/lineage/events/" + file
            : iri.contains("/facets/") ? "/openlineage/facets/" + file : "/openlineage/" + file;
    URL found = OpenLineageSchemas.class.getResource(place);
    assertThat(found).as("schema of %s", iri).isNotNull();
    try (var in = found.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(MAPPER.readTree(text).get("$id").asText()).as(place).isEqualTo(iri);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

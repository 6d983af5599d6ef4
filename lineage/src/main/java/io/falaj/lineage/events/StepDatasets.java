package io.falaj.lineage.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Json;
import io.falaj.lineage.PageWritten;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TableWritten;
import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The inputs and outputs of one event. */
final class StepDatasets {

  private final OpenLineage model;
  private final URI producer;
  private final String root;
  private final Map<GivenFacet, JsonNode> given;

  /**
   * @param given what the step recorded of the standard's facets, by table
   */
  StepDatasets(OpenLineage model, URI producer, String root, Map<GivenFacet, JsonNode> given) {
    this.model = model;
    this.producer = producer;
    this.root = root;
    this.given = given;
  }

  /**
   * Tables at their versions, and sources outside the lake at their identities. A table that was
   * checked but not read elsewhere is an input too: that is where the standard wants assertions.
   */
  List<OpenLineage.InputDataset> inputs(
      List<TableVersion> reads, Collection<List<StepInput>> sources, List<TableWritten> outputs) {
    Map<String, OpenLineage.InputDataset> inputs = new LinkedHashMap<>();
    List<TableVersion> tables = new ArrayList<>(reads);
    outputs.stream()
        .map(TableWritten::version)
        .filter(v -> find(GivenFacet.ASSERTIONS, v.table()) != null)
        .forEach(tables::add);
    for (TableVersion table : tables) {
      inputs.putIfAbsent(table.toString(), table(table));
    }
    sources.stream()
        .flatMap(List::stream)
        .filter(source -> source.isData() && !source.kind().equals("table"))
        .distinct()
        .forEach(source -> inputs.put(source.toString(), source(source)));
    return List.copyOf(inputs.values());
  }

  List<OpenLineage.OutputDataset> outputs(List<TableWritten> tables, List<PageWritten> pages) {
    return Stream.concat(tables.stream().map(this::output), pages.stream().map(this::output))
        .toList();
  }

  private OpenLineage.InputDataset table(TableVersion table) {
    OpenLineage.InputDatasetInputFacetsBuilder facets = model.newInputDatasetInputFacetsBuilder();
    JsonNode assertions = find(GivenFacet.ASSERTIONS, table.table());
    if (assertions != null) {
      facets.put(
          GivenFacet.ASSERTIONS.key(), GivenFacet.ASSERTIONS.facet(producer, root, assertions));
    }
    DatasetName name = DatasetName.of(root, table.table());
    return model.newInputDataset(
        name.namespace(), name.name(), described(table).build(), facets.build());
  }

  private OpenLineage.InputDataset source(StepInput source) {
    boolean place = source.isSource();
    DatasetName name =
        place
            ? DatasetName.of(source.name())
            : new DatasetName("falaj", source.kind() + "/" + source.name());
    return model.newInputDataset(
        name.namespace(),
        name.name(),
        model
            .newDatasetFacetsBuilder()
            .version(model.newDatasetVersionDatasetFacet(source.identity()))
            .build(),
        null);
  }

  private OpenLineage.OutputDataset output(TableWritten written) {
    TableName table = written.version().table();
    OpenLineage.DatasetFacetsBuilder facets =
        described(written.version())
            .schema(model.newSchemaDatasetFacet(fields(written.schema())))
            .storage(model.newStorageDatasetFacet("delta", "parquet"));
    for (GivenFacet kind : List.of(GivenFacet.METRICS, GivenFacet.COLUMN_LINEAGE)) {
      JsonNode about = find(kind, table);
      if (about != null) {
        facets.put(kind.key(), kind.facet(producer, root, about));
      }
    }
    DatasetName name = DatasetName.of(root, table);
    return model.newOutputDataset(
        name.namespace(),
        name.name(),
        facets.build(),
        model
            .newOutputDatasetOutputFacetsBuilder()
            .outputStatistics(
                model.newOutputStatisticsOutputDatasetFacet(
                    written.rows(), written.bytes(), written.files()))
            .put("falaj_content", content(written))
            .build());
  }

  private OpenLineage.OutputDataset output(PageWritten page) {
    DatasetName name = DatasetName.below(root, page.path());
    return model.newOutputDataset(
        name.namespace(),
        name.name(),
        model
            .newDatasetFacetsBuilder()
            .version(model.newDatasetVersionDatasetFacet(page.content().hex()))
            .build(),
        model
            .newOutputDatasetOutputFacetsBuilder()
            .outputStatistics(model.newOutputStatisticsOutputDatasetFacet(null, page.bytes(), 1L))
            .build());
  }

  private CustomFacet content(TableWritten written) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("operation", written.operation());
    content.put("intervals", written.contents());
    return CustomFacet.own(producer, "FalajContentOutputDatasetFacet", Json.tree(content));
  }

  private OpenLineage.DatasetFacetsBuilder described(TableVersion table) {
    return model
        .newDatasetFacetsBuilder()
        .version(model.newDatasetVersionDatasetFacet(Long.toString(table.version())))
        .symlinks(
            model.newSymlinksDatasetFacet(
                List.of(
                    model.newSymlinksDatasetFacetIdentifiers(
                        "falaj", table.table().toString(), "TABLE"))));
  }

  private List<OpenLineage.SchemaDatasetFacetFields> fields(StructType type) {
    return Arrays.stream(type.fields()).map(this::field).toList();
  }

  private OpenLineage.SchemaDatasetFacetFields field(StructField field) {
    DataType type =
        field.dataType() instanceof ArrayType array ? array.elementType() : field.dataType();
    return model.newSchemaDatasetFacetFields(
        field.name(),
        field.dataType().simpleString(),
        field.getComment().isDefined() ? field.getComment().get() : null,
        null,
        type instanceof StructType nested ? fields(nested) : null);
  }

  private @org.jspecify.annotations.Nullable JsonNode find(GivenFacet facet, TableName table) {
    JsonNode tables = given.get(facet);
    return tables == null ? null : tables.get(table.toString());
  }
}

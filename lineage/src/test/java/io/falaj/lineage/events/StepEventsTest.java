package io.falaj.lineage.events;

import static io.falaj.lineage.events.TestSteps.AIRPORTS;
import static io.falaj.lineage.events.TestSteps.CLEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepStarted;
import io.falaj.lineage.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepEventsTest {

  private static final String RUN_ID = "0b0e2b0c-6a0e-4c3f-9b43-0d6d2a4b1c11";

  private final OpenLineageSchemas schemas = new OpenLineageSchemas();
  private final StepEvents events = new StepEvents("/lake");
  private final StepStarted started = TestSteps.started(TestSteps.run(RUN_ID));

  @Test
  void aStartNamesRunJobAndInputs() {
    LineageEvent event = events.started(started);
    JsonNode json = schemas.assertValid(event.json());
    assertThat(event.json()).doesNotContain("\n");
    assertThat(event.type()).isEqualTo(LineageEvent.Type.START);
    assertThat(event.runId()).isEqualTo(RUN_ID);
    assertThat(json.at("/eventType").asText()).isEqualTo("START");
    assertThat(json.at("/eventTime").asText()).isEqualTo("2026-01-02T03:04:05.678901Z");
    assertThat(json.at("/run/runId").asText()).isEqualTo(event.stepRunId().toString());
    assertThat(json.at("/job/namespace").asText()).isEqualTo("falaj");
    assertThat(json.at("/job/name").asText()).isEqualTo("flights.ingest.flights");
    assertThat(json.at("/run/facets/parent/run/runId").asText()).isEqualTo(RUN_ID);
    assertThat(json.at("/run/facets/parent/job/name").asText()).isEqualTo("flights.run");
    assertThat(json.at("/run/facets/nominalTime/nominalStartTime").asText())
        .isEqualTo("2013-01-01T00:00:00Z");
    assertThat(json.at("/run/facets/nominalTime/nominalEndTime").asText())
        .isEqualTo("2013-02-01T00:00:00Z");
    JsonNode step = json.at("/run/facets/falaj_step");
    assertThat(step.at("/step_keys/2013-01-01~12013-02-01").asText())
        .isEqualTo(Fingerprint.of("key").hex());
    assertThat(step.at("/actor").asText()).isEqualTo("amna");
    assertThat(json.at("/outputs")).isEmpty();
  }

  @Test
  void inputsAreTablesAtTheirVersionsAndFilesAtTheirHashes() {
    JsonNode json = schemas.assertValid(events.started(started).json());
    assertThat(json.at("/inputs")).hasSize(2);
    JsonNode table = json.at("/inputs/0");
    assertThat(table.at("/namespace").asText()).isEqualTo("file");
    assertThat(table.at("/name").asText()).isEqualTo("/lake/clean/airports");
    assertThat(table.at("/facets/version/datasetVersion").asText()).isEqualTo("3");
    assertThat(table.at("/facets/symlinks/identifiers/0/name").asText())
        .isEqualTo("clean.airports");
    JsonNode file = json.at("/inputs/1");
    assertThat(file.at("/name").asText()).isEqualTo("/data/flights.csv");
    assertThat(file.at("/facets/version/datasetVersion").asText())
        .isEqualTo(Fingerprint.of("csv").hex());
  }

  @Test
  void aCompletionNamesWhatWasWritten() {
    LineageEvent event = events.completed(TestSteps.completed(started, Map.of()));
    JsonNode json = schemas.assertValid(event.json());
    assertThat(event.stepRunId()).isEqualTo(events.started(started).stepRunId());
    assertThat(json.at("/eventType").asText()).isEqualTo("COMPLETE");
    assertThat(json.at("/outputs")).hasSize(2);
    JsonNode clean = json.at("/outputs/1");
    assertThat(clean.at("/name").asText()).isEqualTo("/lake/clean/flights");
    assertThat(clean.at("/facets/version/datasetVersion").asText()).isEqualTo("7");
    assertThat(clean.at("/outputFacets/outputStatistics/rowCount").asLong()).isEqualTo(118);
    assertThat(clean.at("/outputFacets/outputStatistics/fileCount").asLong()).isEqualTo(2);
    assertThat(clean.at("/outputFacets/falaj_content/operation").asText()).isEqualTo("replace");
    assertThat(
            clean
                .at("/outputFacets/falaj_content/intervals/2013-01-01~12013-02-01/checksum")
                .asText())
        .isEqualTo("ab118");
    JsonNode fields = clean.at("/facets/schema/fields");
    assertThat(fields).hasSize(3);
    assertThat(fields.at("/0/name").asText()).isEqualTo("flight_id");
    assertThat(fields.at("/0/description").asText()).isEqualTo("unique");
    assertThat(fields.at("/1/type").asText()).isEqualTo("double");
    assertThat(fields.at("/2/fields/1/name").asText()).isEqualTo("dest");
  }

  @Test
  void whatAStepRecordsBecomesFacetsOfItsOwn() {
    JsonNode json =
        schemas.assertValid(
            events
                .completed(
                    TestSteps.completed(
                        started,
                        Map.of(
                            "predictionBatch",
                            Map.of("rows", 12, "model", "delays", "at", TestSteps.END),
                            "drift",
                            List.of(Map.of("feature", "distance", "psi", 0.25)))))
                .json());
    JsonNode facets = json.at("/run/facets");
    assertThat(facets.at("/falaj_prediction_batch/model").asText()).isEqualTo("delays");
    assertThat(facets.at("/falaj_prediction_batch/at").asText()).isEqualTo("2026-01-02T03:05:00Z");
    assertThat(facets.at("/falaj_drift/value/0/psi").asDouble()).isEqualTo(0.25);
    assertThat(facets.at("/falaj_drift/_schemaURL").asText())
        .isEqualTo(
            "https://falaj.io/spec/facets/1-0-0/FalajRecordRunFacet.json"
                + "#/$defs/FalajRecordRunFacet");
  }

  @Test
  void facetsOfTheStandardGoToTheirTables() {
    Map<String, Object> facets =
        Map.of(
            "dataQualityAssertions",
            Map.of(
                "raw.flights",
                List.of(
                    Map.of("assertion", "in_set", "success", false, "column", "origin"),
                    Map.of("assertion", "not_null", "success", true, "severity", "warn"))),
            "dataQualityMetrics",
            Map.of(
                "clean.flights",
                Map.of(
                    "rowCount", 118, "columnMetrics", Map.of("distance", Map.of("nullCount", 4)))),
            "columnLineage",
            Map.of("clean.flights", Map.of("tail_number", List.of("raw.flights.tailnum"))));
    JsonNode json =
        schemas.assertValid(events.completed(TestSteps.completed(started, facets)).json());
    JsonNode raw = json.at("/inputs/1");
    assertThat(raw.at("/name").asText()).isEqualTo("/lake/raw/flights");
    assertThat(raw.at("/facets/version/datasetVersion").asText()).isEqualTo("5");
    assertThat(raw.at("/inputFacets/dataQualityAssertions/assertions/0/success").asBoolean(true))
        .isFalse();
    JsonNode clean = json.at("/outputs/1/facets");
    assertThat(clean.at("/dataQualityMetrics/columnMetrics/distance/nullCount").asInt())
        .isEqualTo(4);
    assertThat(clean.at("/columnLineage/fields/tail_number/inputFields/0/field").asText())
        .isEqualTo("tailnum");
    assertThat(clean.at("/columnLineage/fields/tail_number/inputFields/0/name").asText())
        .isEqualTo("/lake/raw/flights");
    assertThat(json.at("/outputs/0/facets").has("columnLineage")).isFalse();
    assertThat(json.at("/run/facets").has("falaj_column_lineage")).isFalse();
  }

  @Test
  void aFailureSaysWhyAndWhatWasWrittenUntilThen() {
    IllegalStateException cause = new IllegalStateException("the well is dry");
    LineageEvent event = events.failed(TestSteps.failed(started, cause));
    JsonNode json = schemas.assertValid(event.json());
    assertThat(event.type()).isEqualTo(LineageEvent.Type.FAIL);
    assertThat(json.at("/eventType").asText()).isEqualTo("FAIL");
    assertThat(json.at("/run/facets/errorMessage/message").asText()).isEqualTo("the well is dry");
    assertThat(json.at("/run/facets/errorMessage/programmingLanguage").asText()).isEqualTo("JAVA");
    assertThat(json.at("/run/facets/errorMessage/stackTrace").asText())
        .contains("IllegalStateException: the well is dry", "StepEventsTest");
    assertThat(json.at("/outputs")).hasSize(1);
    assertThat(json.at("/outputs/0/name").asText()).isEqualTo("/lake/raw/flights");
  }

  @Test
  void whatTriggeredTheRunIsTheRoot() {
    RunContext run = TestSteps.run(RUN_ID);
    String airflow = "3f2b9c1e-95c7-3f9d-8c1a-07e6f3d1a001";
    RunContext triggered =
        new RunContext(
            RUN_ID,
            run.job(),
            run.pipeline(),
            run.interval(),
            run.codeVersion(),
            run.actor(),
            Optional.of("scheduler/flights.ingest/" + airflow),
            run.startedAt());
    JsonNode json = schemas.assertValid(events.started(TestSteps.started(triggered)).json());
    JsonNode root = json.at("/run/facets/parent/root");
    assertThat(root.at("/run/runId").asText()).isEqualTo(airflow);
    assertThat(root.at("/job/namespace").asText()).isEqualTo("scheduler");
    assertThat(root.at("/job/name").asText()).isEqualTo("flights.ingest");
  }

  @Test
  void oddNamesStillGiveValidEvents() {
    RunContext run =
        new RunContext(
            "manual run 1",
            "run",
            "flights",
            DataInterval.WHOLE,
            "0.1.0 + changes",
            "amna",
            Optional.of("cron"),
            TestSteps.BEGIN);
    StepStarted whole =
        new StepStarted(
            run,
            2,
            "score",
            "delays",
            Fingerprint.of("d"),
            new TreeMap<>(Map.of(DataInterval.WHOLE, Fingerprint.of("k"))),
            new TreeMap<>(
                Map.of(DataInterval.WHOLE, List.of(new StepInput("model", "delays", "4")))),
            List.of(),
            TestSteps.BEGIN);
    JsonNode json = schemas.assertValid(events.started(whole).json());
    assertThat(json.at("/run/facets").has("nominalTime")).isFalse();
    assertThat(json.at("/run/facets/parent").has("root")).isFalse();
    assertThat(json.at("/run/facets/falaj_step/triggered_by").asText()).isEqualTo("cron");
    assertThat(json.at("/inputs/0/namespace").asText()).isEqualTo("falaj");
    assertThat(json.at("/inputs/0/name").asText()).isEqualTo("model/delays");
    assertThat(json.at("/inputs/0/facets/version/datasetVersion").asText()).isEqualTo("4");
  }

  @Test
  void equalStepsGiveEqualEvents() {
    StepCompleted one = TestSteps.completed(started, Map.of("a", 1, "b", Map.of("c", 2, "d", 3)));
    StepCompleted two = TestSteps.completed(started, Map.of("b", Map.of("d", 3, "c", 2), "a", 1));
    assertThat(events.completed(one)).isEqualTo(events.completed(two));
    assertThat(StepEvents.stepRunId(started))
        .isNotEqualTo(StepEvents.stepRunId(TestSteps.started(TestSteps.run("another"))));
  }

  @Test
  void aTableReadTwiceIsOneInput() {
    StepCompleted twice =
        new StepCompleted(
            started,
            List.of(
                TableVersion.of(AIRPORTS, 3),
                TableVersion.of(AIRPORTS, 3),
                TableVersion.of(CLEAN, 1)),
            List.of(),
            Map.of(),
            TestSteps.END);
    JsonNode json = schemas.assertValid(events.completed(twice).json());
    assertThat(json.at("/inputs")).hasSize(3);
  }

  @Test
  void theSchemasRefuseWhatIsWrong() {
    String json = events.started(started).json();
    String id = events.started(started).stepRunId().toString();
    assertThatThrownBy(() -> schemas.assertValid(json.replace(id, "x")))
        .hasMessageContaining("runId");
    assertThatThrownBy(() -> schemas.assertValid(json.replace("\"actor\"", "\"author\"")))
        .hasMessageContaining("actor");
    assertThatThrownBy(() -> schemas.assertValid(json.replace("\"datasetVersion\"", "\"v\"")))
        .hasMessageContaining("datasetVersion");
  }
}

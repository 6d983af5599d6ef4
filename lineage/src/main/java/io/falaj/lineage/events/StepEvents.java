package io.falaj.lineage.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Json;
import io.falaj.lineage.PageWritten;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepFailed;
import io.falaj.lineage.StepStarted;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TableWritten;
import io.openlineage.client.OpenLineage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.package$;

/**
 * Makes OpenLineage 2-0-2 run events of what happens to steps. Each step of a run is a run of its
 * own to OpenLineage, with Falaj's run as its parent. Equal steps give equal events.
 */
public final class StepEvents {

  /** The namespace of all jobs. */
  static final String NAMESPACE = "falaj";

  private static final String CLIENT_VERSION = "1.53.0";

  private final String root;

  /**
   * @param root the lake's root, a URI or a path
   */
  public StepEvents(String root) {
    this.root = root;
  }

  /** The event of a step that is about to write. */
  public LineageEvent started(StepStarted step) {
    OpenLineage.RunFacetsBuilder facets = runFacets(step);
    return event(
        step,
        LineageEvent.Type.START,
        step.at(),
        facets,
        Map.of(),
        step.reads(),
        List.of(),
        List.of());
  }

  /** The event of a step that is done. */
  public LineageEvent completed(StepCompleted step) {
    OpenLineage.RunFacetsBuilder facets = runFacets(step.started());
    Map<GivenFacet, JsonNode> given = new EnumMap<>(GivenFacet.class);
    step.facets()
        .forEach(
            (name, value) ->
                GivenFacet.named(name)
                    .ifPresentOrElse(
                        facet -> given.put(facet, Json.tree(value)),
                        () -> facets.put(key(name), recorded(step.started(), value))));
    return event(
        step.started(),
        LineageEvent.Type.COMPLETE,
        step.at(),
        facets,
        given,
        step.reads(),
        step.outputs(),
        step.pages());
  }

  /** The event of a step that ended without its commit. */
  public LineageEvent failed(StepFailed step) {
    OpenLineage model = model(step.started());
    OpenLineage.RunFacetsBuilder facets =
        runFacets(step.started())
            .errorMessage(
                model.newErrorMessageRunFacet(
                    step.problem(), "JAVA", step.cause().map(StepEvents::trace).orElse(null)));
    return event(
        step.started(),
        LineageEvent.Type.FAIL,
        step.at(),
        facets,
        Map.of(),
        step.reads(),
        step.outputs(),
        List.of());
  }

  /**
   * The run id of a step's events: the same for START and for what ends it, though its step keys be
   * settled in between, and another one where the run does the same step again.
   */
  static UUID stepRunId(StepStarted step) {
    return UUID.nameUUIDFromBytes(
        (step.run().runId() + "/" + step.step() + "/" + step.output() + "/" + step.number())
            .getBytes(StandardCharsets.UTF_8));
  }

  private LineageEvent event(
      StepStarted step,
      LineageEvent.Type type,
      Instant at,
      OpenLineage.RunFacetsBuilder facets,
      Map<GivenFacet, JsonNode> given,
      List<TableVersion> reads,
      List<TableWritten> outputs,
      List<PageWritten> pages) {
    OpenLineage model = model(step);
    UUID id = stepRunId(step);
    StepDatasets datasets = new StepDatasets(model, producer(step.run()), root, given);
    OpenLineage.RunEvent event =
        model
            .newRunEventBuilder()
            .eventTime(at.atZone(ZoneOffset.UTC))
            .eventType(OpenLineage.RunEvent.EventType.valueOf(type.name()))
            .run(model.newRun(id, facets.build()))
            .job(job(model, step))
            .inputs(datasets.inputs(reads, step.inputs().values(), outputs))
            .outputs(datasets.outputs(outputs, pages))
            .build();
    return new LineageEvent(
        at, type, id, step.run().runId(), step.step(), step.output(), EventJson.write(event));
  }

  private static OpenLineage.Job job(OpenLineage model, StepStarted step) {
    return model.newJob(
        NAMESPACE,
        "%s.%s.%s".formatted(step.run().pipeline(), step.step(), step.output()),
        model
            .newJobFacetsBuilder()
            .jobType(model.newJobTypeJobFacet("BATCH", "FALAJ", "JOB", null))
            .build());
  }

  private static OpenLineage.RunFacetsBuilder runFacets(StepStarted step) {
    OpenLineage model = model(step);
    OpenLineage.RunFacetsBuilder facets =
        model
            .newRunFacetsBuilder()
            .parent(ParentRun.of(model, step.run()))
            .processing_engine(
                model.newProcessingEngineRunFacet(
                    package$.MODULE$.SPARK_VERSION(), "spark", CLIENT_VERSION))
            .put("falaj_step", stepFacet(step));
    if (!step.stepKeys().isEmpty() && !step.stepKeys().containsKey(DataInterval.WHOLE)) {
      facets.nominalTime(
          model.newNominalTimeRunFacet(
              step.stepKeys().firstKey().start().atZone(ZoneOffset.UTC),
              step.stepKeys().lastKey().end().atZone(ZoneOffset.UTC)));
    }
    return facets;
  }

  private static CustomFacet stepFacet(StepStarted step) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("run_id", step.run().runId());
    content.put("pipeline", step.run().pipeline());
    content.put("job", step.run().job());
    content.put("step", step.step());
    content.put("output", step.output());
    content.put("actor", step.run().actor());
    content.put("code_version", step.run().codeVersion());
    content.put("definition", step.definition());
    content.put("step_keys", step.stepKeys());
    content.put("inputs", step.inputs());
    step.run().parent().ifPresent(parent -> content.put("triggered_by", parent));
    return CustomFacet.own(producer(step.run()), "FalajStepRunFacet", Json.tree(content));
  }

  private static CustomFacet recorded(StepStarted step, Object value) {
    return CustomFacet.own(producer(step.run()), "FalajRecordRunFacet", Json.tree(value));
  }

  /** {@code predictionBatch} to {@code falaj_prediction_batch}: the standard asks for a prefix. */
  private static String key(String name) {
    return "falaj_"
        + name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('-', '_').toLowerCase(Locale.ROOT);
  }

  private static OpenLineage model(StepStarted step) {
    return new OpenLineage(producer(step.run()));
  }

  private static URI producer(RunContext run) {
    return URI.create(
        "https://falaj.io/version/" + URLEncoder.encode(run.codeVersion(), StandardCharsets.UTF_8));
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}

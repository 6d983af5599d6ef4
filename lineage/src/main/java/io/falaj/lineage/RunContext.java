package io.falaj.lineage;

import java.time.Instant;
import java.util.Optional;

/**
 * Who computes, and when: made once per run in jobs, recorded everywhere, part of no identity.
 *
 * @param runId a UUID, also the run id of the lineage events
 * @param job the command, for example {@code ingest}
 * @param pipeline the pipeline's name
 * @param interval what the run was asked to work on
 * @param codeVersion the version of Falaj's code
 * @param actor the user who started it
 * @param parent the run id of what triggered it (an Airflow task), if any
 * @param startedAt when it started
 */
public record RunContext(
    String runId,
    String job,
    String pipeline,
    DataInterval interval,
    String codeVersion,
    String actor,
    Optional<String> parent,
    Instant startedAt) {}

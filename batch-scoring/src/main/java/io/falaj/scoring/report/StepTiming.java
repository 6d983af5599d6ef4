package io.falaj.scoring.report;

import java.time.Duration;

/**
 * How long a step took.
 *
 * @param step the command and what it made
 * @param duration from its start to its commit
 * @param rows the rows written
 */
public record StepTiming(String step, Duration duration, long rows) {}

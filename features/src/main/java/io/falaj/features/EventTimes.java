package io.falaj.features;

import java.time.Duration;
import java.util.Optional;

/**
 * When the events of a view happened, when they were known, and how long they count.
 *
 * @param eventTime when an event happened; absent for facts without time, which are always known
 * @param availableTime when a row was known; absent: {@code publishDelay} after the event time
 * @param publishDelay zero when the event time itself is when it was known
 * @param ttl events older than this do not count, the edge itself does; absent: any age counts
 * @param boundary whether an event at exactly the label's time counts
 */
public record EventTimes(
    Optional<SqlText> eventTime,
    Optional<SqlText> availableTime,
    Duration publishDelay,
    Optional<Duration> ttl,
    Boundary boundary) {}

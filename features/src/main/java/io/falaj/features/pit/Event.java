package io.falaj.features.pit;

import org.jspecify.annotations.Nullable;

/** One version of an event, kept in a key's state; values are in Spark's internal form. */
final class Event {

  final long eventTime;
  final long availableTime;
  final long rowHash;
  final boolean deleted;
  final @Nullable Object[] sequence;
  final @Nullable Object[] inputs;

  Event(
      long eventTime,
      long availableTime,
      long rowHash,
      boolean deleted,
      @Nullable Object[] sequence,
      @Nullable Object[] inputs) {
    this.eventTime = eventTime;
    this.availableTime = availableTime;
    this.rowHash = rowHash;
    this.deleted = deleted;
    this.sequence = sequence;
    this.inputs = inputs;
  }
}

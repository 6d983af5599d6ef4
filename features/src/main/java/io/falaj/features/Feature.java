package io.falaj.features;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One feature of a stored view. */
public sealed interface Feature permits EventFeature, Ratio {

  /** Its name within its view. */
  String name();

  /** What has to be computed from events for it. */
  List<EventFeature> events();

  /** How far back it looks; absent: as far as the view's ttl allows. */
  Optional<Duration> window();

  /** What is computed, for people: {@code quantile 0.9 of delay where delayed}. */
  String definition();
}

package io.falaj.features;

import java.util.Optional;

/** What a feature is computed from. */
final class Inputs {

  private Inputs() {}

  /** The feature's expression; none when it counts events. */
  static Optional<SqlText> of(Feature feature) {
    if (feature instanceof Feature.Windowed windowed) {
      return windowed.of();
    }
    return Optional.of(((Feature.Latest) feature).of());
  }
}

package io.falaj.features;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The quotient of two numbers of one view, as a double; null where one of them is null, or the
 * divisor 0.
 *
 * @param name its name within its view
 * @param of what is divided
 * @param to what it is divided by
 */
public record Ratio(String name, EventFeature of, EventFeature to) implements Feature {

  @Override
  public List<EventFeature> events() {
    return List.of(of, to);
  }

  @Override
  public Optional<Duration> window() {
    return of.window().isEmpty() || to.window().isEmpty()
        ? Optional.empty()
        : events().stream()
            .flatMap(event -> event.window().stream())
            .max(Comparator.naturalOrder());
  }

  @Override
  public String definition() {
    return "ratio of " + of.name() + " to " + to.name();
  }
}

package io.falaj.features;

import io.falaj.features.pit.EventLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In what two definitions of one view differ. To add a feature over what the events hold already is
 * compatible; all else gives a name another meaning, and needs a version of its own.
 */
final class ViewChanges {

  private static final String EVENTS = "The events that are there would be others.";
  private static final String NONE = "none";

  private final FeatureView before;
  private final FeatureView after;
  private final List<ViewChange> changes = new ArrayList<>();

  private ViewChanges(FeatureView before, FeatureView after) {
    this.before = before;
    this.after = after;
  }

  static List<ViewChange> between(FeatureView before, FeatureView after) {
    ViewChanges changes = new ViewChanges(before, after);
    changes.compareEvents();
    changes.compareFeatures();
    return List.copyOf(changes.changes);
  }

  private void compareEvents() {
    compare("entity", keys(before), keys(after));
    compare("source", before.source(), after.source());
    compare("where", before.where(), after.where());
    if (keys(before).equals(keys(after))) {
      for (int i = 0; i < after.keys().size(); i++) {
        compare(
            "key " + after.entity().keyNames().get(i),
            Optional.of(before.keys().get(i)),
            Optional.of(after.keys().get(i)));
      }
    }
    EventTimes was = before.times();
    EventTimes is = after.times();
    compare("event_time", was.eventTime(), is.eventTime());
    compare("available_time", was.availableTime(), is.availableTime());
    compare("publish_delay", text(was.publishDelay()), text(is.publishDelay()));
    compare("boundary", text(was.boundary()), text(is.boundary()));
    compare("sequence", text(before.sequence()), text(after.sequence()));
    compare("deleted", before.deleted(), after.deleted());
    if (!was.ttl().equals(is.ttl())) {
      add(
          "ttl",
          was.ttl().map(Duration::toString).orElse(NONE),
          is.ttl().map(Duration::toString).orElse(NONE),
          "Other events would count for every feature.");
    }
  }

  private void compareFeatures() {
    Set<String> inputs = EventLayout.inputs(before.features()).keySet();
    for (Feature was : before.features()) {
      Optional<Feature> is = after.feature(was.name());
      if (is.isEmpty()) {
        add(subject(was), text(was), "gone", "Who asks for it would get nothing.");
      } else if (!FeatureView.meaning(was).equals(FeatureView.meaning(is.get()))) {
        add(subject(was), text(was), text(is.get()), "The same name would mean another thing.");
      }
    }
    for (Feature is : after.features()) {
      if (before.feature(is.name()).isEmpty()) {
        boolean there = inputs.containsAll(EventLayout.inputs(List.of(is)).keySet());
        changes.add(
            new ViewChange(
                subject(is),
                "new: " + text(is),
                !there,
                there
                    ? "Nobody reads it yet, and the events have what it is computed from."
                    : "The events that are there lack what it is computed from."));
      }
    }
  }

  private void compare(String subject, Optional<SqlText> was, Optional<SqlText> is) {
    if (!was.map(SqlText::canonical).equals(is.map(SqlText::canonical))) {
      add(subject, was.map(SqlText::text).orElse(NONE), is.map(SqlText::text).orElse(NONE), EVENTS);
    }
  }

  private void compare(String subject, Object was, Object is) {
    if (!Objects.equals(was, is)) {
      add(subject, was.toString(), is.toString(), EVENTS);
    }
  }

  private void add(String subject, String was, String is, String why) {
    changes.add(ViewChange.breaking(subject, was, is, why));
  }

  private static String subject(Feature feature) {
    return "feature " + feature.name();
  }

  private static String text(Feature feature) {
    boolean skips = feature instanceof EventFeature event && event.nullPolicy() == NullPolicy.SKIP;
    return feature.definition()
        + (skips ? ", nulls passed over" : "")
        + feature.window().map(window -> ", over " + window).orElse("");
  }

  private static String text(Boundary boundary) {
    return boundary.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Duration delay) {
    return delay.isZero() ? NONE : delay.toString();
  }

  private static String text(List<String> names) {
    return names.isEmpty() ? NONE : String.join(", ", names);
  }

  private static String keys(FeatureView view) {
    return view.entity().keys().stream()
        .map(key -> key.name() + " " + key.type().sql())
        .collect(Collectors.joining(", "));
  }
}

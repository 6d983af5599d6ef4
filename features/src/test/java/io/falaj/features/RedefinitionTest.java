package io.falaj.features;

import static io.falaj.features.Facts.ALL;
import static io.falaj.features.Facts.NOVEMBER_29;
import static io.falaj.features.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.pit.Views;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A view whose file was changed, over tables that were made before. */
final class RedefinitionTest {

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void materialize() {
    lake = TestLake.in(folder).open();
    Facts.ingest(
        lake,
        NOVEMBER_29,
        fact("a", "2013-11-29T00:00:00Z", 1, 1.0),
        fact("a", "2013-11-29T01:00:00Z", 2, 4.0));
    new Materialize(lake).execute(view(""), ALL);
  }

  private static FeatureView view(String was, String is) {
    assertThat(MaterializeTest.VIEW).contains(was);
    return Views.view(
        Views.catalog(MaterializeTest.ENTITY.formatted(2), MaterializeTest.VIEW.replace(was, is)),
        "facts");
  }

  private static FeatureView view(String more) {
    return view("source: clean.facts\n", "source: clean.facts\n" + more);
  }

  private void refused(FeatureView changed, String changes, String message) {
    assertThatThrownBy(() -> new Materialize(lake).execute(changed, ALL))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "View facts_v1 is not what its tables were made by:\n"
                + changes
                + "\nRaise its version to 2, which has both side by side, or set the definition back."
                + " './falaj features diff' tells more.");
    assertThatThrownBy(
            () -> new FactLabels(lake, changed).label("a", "2013-12-01T00:00:00Z").answers())
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "event_time: happened | event_time: known | event_time: happened -> known",
        "event_time: happened | event_time: happened\\nboundary: exclusive"
            + "| boundary: inclusive -> exclusive",
        "event_time: happened | event_time: happened\\npublish_delay: 1h"
            + "| publish_delay: none -> PT1H",
        "event_time: happened | event_time: happened\\nwhere: x > 2 | where: none -> x > 2",
        "event_time: happened | event_time: happened\\ndeleted: gone | deleted: none -> gone",
        "sequence: \"no\" | sequence: \"x\" | sequence: no -> x",
        "entity: thing | entity: thing\\nkeys: {k: upper(k)} | key k: k -> upper(k)"
      })
  void eventsOfAnotherKindNeedAnotherVersion(String was, String is, String change) {
    FeatureView changed = view(was, is.replace("\\n", "\n"));
    refused(
        changed,
        "  " + change,
        "Table features.facts_v1_events holds the events of view 'facts' as it was defined before:"
            + " its entity, source, keys, times, sequence, 'where' or 'deleted' were others. Raise"
            + " the view's version, which has both side by side, or set the definition back.");
    FeatureView next =
        Views.view(
            Views.catalog(
                MaterializeTest.ENTITY.formatted(2),
                MaterializeTest.VIEW.replace(was, is.replace("\\n", "\n")) + "version: 2\n"),
            "facts");
    assertThat(new Materialize(lake).execute(next, ALL).computed()).isNotEmpty();
    assertThat(lake.exists(view("").eventsTable())).isTrue();
  }

  @Test
  void whatTheEventsLackNeedsAnotherVersion() {
    refused(
        view("  x: {of: x}\n", "  x: {of: x}\n  y: {of: x + 1}\n"),
        "  feature y: new: last of x + 1",
        "Table features.facts_v1_events has nothing of 'x + 1', which a feature is now computed"
            + " from: the events that are there lack it. Raise the view's version, which has both"
            + " side by side, or leave that feature out.");
  }

  @Test
  void whatEventsToComeWouldLackNeedsAnotherVersion() {
    refused(
        view(
            "  x: {of: x}\n  n: {aggregate: count, window: 2d}\n  s: {aggregate: sum, of: x,",
            "  n: {aggregate: count,"),
        """
          feature x: last of x -> gone
          feature s: sum of x, over PT48H -> gone"""
            .indent(2)
            .stripTrailing(),
        "Table features.facts_v1_events has a column 'of_x', which no feature of the view is"
            + " computed from any more: events to come would lack it. Raise the view's version,"
            + " which has both side by side, or keep a feature of it.");
  }

  @Test
  void anotherFeatureOfTheSameEventsNeedsNone() {
    FeatureView more =
        view("  x: {of: x}\n", "  most: {aggregate: max, of: x, window: 1d}\n  x: {of: x}\n");
    new Materialize(lake).execute(more, ALL);
    assertThat(new FactLabels(lake, more).label("a", "2013-11-29T05:00:00Z").answers())
        .containsExactly("4.0 4.0 2 5.0");
  }
}

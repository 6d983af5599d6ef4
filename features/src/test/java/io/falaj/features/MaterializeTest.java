package io.falaj.features;

import static io.falaj.features.Facts.ALL;
import static io.falaj.features.Facts.DECEMBER_1;
import static io.falaj.features.Facts.NOVEMBER_29;
import static io.falaj.features.Facts.NOVEMBER_30;
import static io.falaj.features.Facts.fact;
import static io.falaj.features.Facts.ingest;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.pit.Views;
import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view's tables follow its source: each event once, each answer as it was known. */
class MaterializeTest {

  static final String ENTITY =
      """
      entity: thing
      keys: {k: string}
      buckets: %d
      """;
  static final String VIEW =
      """
      feature_view: facts
      entity: thing
      source: clean.facts
      event_time: happened
      sequence: "no"
      features:
        x: {of: x}
        n: {aggregate: count, window: 2d}
        s: {aggregate: sum, of: x, window: 2d}
      """;

  @TempDir private Path folder;

  static FeatureView view(int buckets) {
    return Views.view(Views.catalog(ENTITY.formatted(buckets), VIEW), "facts");
  }

  private static final Map<DataInterval, List<Row>> THREE_DAYS =
      new TreeMap<>(
          Map.of(
              NOVEMBER_29,
              List.of(
                  fact("a", "2013-11-29T10:00:00Z", 1, 1.0),
                  fact("b", "2013-11-29T11:00:00Z", 1, 0.1)),
              NOVEMBER_30,
              List.of(
                  fact("a", "2013-11-30T10:00:00Z", 1, 2.0),
                  fact("b", "2013-11-30T23:59:59.999999Z", 1, null),
                  fact("c", "2013-11-30T11:00:00Z", 1, 0.2)),
              DECEMBER_1,
              List.of(fact("a", "2013-12-01T00:00:00Z", 1, 4.0))));

  @Test
  void eventsAndValuesAreWrittenOnce() {
    Lake lake = TestLake.in(folder).open();
    ingest(lake, THREE_DAYS);
    Materialize materialize = new Materialize(lake);

    Materialize.Result first = materialize.execute(view(2), ALL);
    TableVersion events = lake.pin(view(2).eventsTable());
    Materialize.Result second = materialize.execute(view(2), ALL);

    assertThat(first.asked()).containsExactly(NOVEMBER_29, NOVEMBER_30, DECEMBER_1);
    assertThat(first.computed()).isEqualTo(first.asked());
    assertThat(first.events()).isEqualTo(6);
    assertThat(first.values()).isEqualTo(2 + 3 + 3);
    assertThat(second)
        .isEqualTo(new Materialize.Result("facts_v1", first.asked(), List.of(), 0, 0));
    assertThat(lake.pin(view(2).eventsTable())).isEqualTo(events);
    // Values are the answers to labels at the last instant of each interval.
    assertThat(
            lake.read(view(2).valuesTable())
                .selectExpr("concat_ws(' ', k, unix_micros(as_of) % 1000000, _interval, x, n, s)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "a 999999 2013-11-29/2013-11-30 1.0 1 1.0",
            "b 999999 2013-11-29/2013-11-30 0.1 1 0.1",
            "a 999999 2013-11-30/2013-12-01 2.0 2 3.0",
            "b 999999 2013-11-30/2013-12-01 2 0.1",
            "c 999999 2013-11-30/2013-12-01 0.2 1 0.2",
            "a 999999 2013-12-01/2013-12-02 4.0 2 6.0",
            "b 999999 2013-12-01/2013-12-02 1",
            "c 999999 2013-12-01/2013-12-02 0.2 1 0.2");
  }

  @Test
  void intervalByIntervalInAnyOrderIsAllAtOnce() {
    Lake once = TestLake.in(folder.resolve("once")).open();
    ingest(once, THREE_DAYS);
    new Materialize(once).execute(view(2), ALL);

    // Values do not stay as they were without the events of earlier intervals.
    Lake backwards = TestLake.in(folder.resolve("backwards")).open();
    ingest(backwards, THREE_DAYS);
    Materialize materialize = new Materialize(backwards);
    for (DataInterval each : List.of(DECEMBER_1, NOVEMBER_29, NOVEMBER_30)) {
      assertThat(materialize.execute(view(2), each).computed()).containsExactly(each);
    }
    assertThat(materialize.execute(view(2), ALL).computed()).containsExactly(DECEMBER_1);
    assertThat(materialize.execute(view(2), ALL).computed()).isEmpty();

    Lake backfilled = TestLake.in(folder.resolve("backfilled")).open();
    for (DataInterval each : List.of(DECEMBER_1, NOVEMBER_29)) {
      ingest(backfilled, each, THREE_DAYS.getOrDefault(each, List.of()).toArray(Row[]::new));
      new Materialize(backfilled).execute(view(2), ALL);
    }
    ingest(backfilled, THREE_DAYS);
    new Materialize(backfilled).execute(view(2), ALL);

    assertThat(contents(backwards)).isEqualTo(contents(once)).hasSize(6);
    assertThat(contents(backfilled)).isEqualTo(contents(once));
  }

  /** What each interval of each table holds now, from all writes of it. */
  private static Map<String, String> contents(Lake lake) {
    Map<String, String> contents = new TreeMap<>();
    for (TableName table : List.of(view(2).eventsTable(), view(2).valuesTable())) {
      for (Row row :
          lake.read(table)
              .drop("_batch")
              .groupBy("_interval")
              .agg(expr("array_sort(collect_list(to_json(struct(*))))"))
              .collectAsList()) {
        contents.put(table + " " + row.getString(0), String.valueOf(row.get(1)));
      }
    }
    return contents;
  }

  @Test
  void aLateRowIsItsOwnEventKnownFromWhenItArrived() {
    TestLake test = soonAfter();
    Lake lake = test.open();
    ingest(lake, THREE_DAYS);
    new Materialize(lake).execute(ofAge(), ALL);
    TableVersion before = lake.pin(ofAge().eventsTable());
    test.clock().advance(Duration.ofDays(3));
    ingest(
        lake,
        NOVEMBER_30,
        fact("a", "2013-11-30T10:00:00Z", 1, 2.0),
        fact("b", "2013-11-30T23:59:59.999999Z", 1, null),
        fact("c", "2013-11-30T11:00:00Z", 1, 0.2),
        fact("a", "2013-11-30T20:00:00Z", 2, 8.0));

    Materialize.Result result = new Materialize(lake).execute(ofAge(), ALL);

    assertThat(result.computed()).containsExactly(NOVEMBER_30, DECEMBER_1);
    assertThat(result.events()).isEqualTo(1);
    FactLabels labels =
        new FactLabels(lake, ofAge())
            .label("a", "2013-11-30T21:00:00Z")
            .label("a", "2014-01-03T23:59:59.999999Z")
            .label("a", "2014-01-04T00:00:00Z")
            .label("c", "2014-01-04T00:00:00Z");
    assertThat(labels.answers())
        .containsExactly("2.0 2 3.0", "4.0 3 7.0", "4.0 4 15.0", "0.2 1 0.2");
    assertThat(labels.answers(before))
        .containsExactly("2.0 2 3.0", "4.0 3 7.0", "4.0 3 7.0", "0.2 1 0.2");
  }

  /** A lake whose clock stands soon after the facts. */
  private TestLake soonAfter() {
    return new TestLake(
        folder.resolve("lake"), new TestLake.MovableClock(Instant.parse("2014-01-01T00:00:00Z")));
  }

  /** As the view, but with windows that reach from the fact to when it arrived. */
  private static FeatureView ofAge() {
    String text = VIEW.replace("2d", "100d").replace("feature_view: facts", "feature_view: aged");
    return Views.view(Views.catalog(ENTITY.formatted(2), text), "aged");
  }

  @Test
  void whatChangesLaterIsSeenFromThenOnAndNotBefore() {
    TestLake test = soonAfter();
    Lake lake = test.open();
    Row a = fact("a", "2013-11-30T10:00:00Z", 1, 1.0);
    Row corrected = fact("a", "2013-11-30T10:00:00Z", 1, 5.0);
    Row b = fact("b", "2013-11-30T10:00:00Z", 1, 7.0);
    List<Long> gained = new ArrayList<>();
    for (Row[] rows : new Row[][] {{a, b}, {corrected, b}, {b}, {b}, {a, b}, {b, a}}) {
      ingest(lake, NOVEMBER_30, rows);
      gained.add(new Materialize(lake).execute(ofAge(), ALL).events());
      test.clock().advance(Duration.ofDays(1));
    }

    assertThat(gained).containsExactly(2L, 1L, 1L, 0L, 1L, 0L);
    assertThat(
            new FactLabels(lake, ofAge())
                .label("a", "2014-01-01T23:59:59.999999Z")
                .label("a", "2014-01-02T00:00:00Z")
                .label("a", "2014-01-02T23:59:59.999999Z")
                .label("a", "2014-01-03T00:00:00Z")
                .label("a", "2014-01-04T23:59:59.999999Z")
                .label("a", "2014-01-05T00:00:00Z")
                .label("b", "2014-01-05T00:00:00Z")
                .answers())
        .containsExactly("1.0 1 1.0", "5.0 1 5.0", "5.0 1 5.0", "0", "0", "1.0 1 1.0", "7.0 1 7.0");
  }

  private static FeatureView bitemporal() {
    String text =
        VIEW.replace("sequence", "available_time: known\ndeleted: gone\nsequence")
            .replace("2d", "100d")
            .replace("feature_view: facts", "feature_view: bitemporal");
    return Views.view(Views.catalog(ENTITY.formatted(2), text), "bitemporal");
  }

  @Test
  void versionsThatTheSourceKeepsAreNotWrittenAgain() {
    TestLake test = soonAfter();
    Lake lake = test.open();
    String happened = "2013-11-30T10:00:00Z";
    Row first = fact("a", happened, happened, 1, false, 1.0);
    Row second = fact("a", happened, "2013-12-05T00:00:00Z", 1, false, 2.0);
    Row removed = fact("b", happened, "2013-12-05T00:00:00Z", 1, true, 3.0);
    Row late = fact("c", happened, "2013-12-06T00:00:00Z", 1, false, 4.0);
    Row between = fact("a", happened, "2013-12-03T00:00:00Z", 1, false, 9.0);
    ingest(lake, NOVEMBER_30, first, second, removed);
    assertThat(new Materialize(lake).execute(bitemporal(), ALL).events()).isEqualTo(3);
    test.clock().advance(Duration.ofDays(1));
    ingest(lake, NOVEMBER_30, first, second, removed, late);
    assertThat(new Materialize(lake).execute(bitemporal(), ALL).events()).isEqualTo(1);
    test.clock().advance(Duration.ofDays(1));
    ingest(lake, NOVEMBER_30, first, between, second, removed, late);
    assertThat(new Materialize(lake).execute(bitemporal(), ALL).events()).isEqualTo(1);

    assertThat(
            new FactLabels(lake, bitemporal())
                .label("a", "2013-12-02T00:00:00Z")
                .label("a", "2013-12-04T00:00:00Z")
                .label("a", "2014-01-05T00:00:00Z")
                .label("b", "2014-01-05T00:00:00Z")
                .label("c", "2013-12-06T00:00:00Z")
                .answers())
        .containsExactly("1.0 1 1.0", "9.0 1 9.0", "2.0 1 2.0", "0", "4.0 1 4.0");
  }

  @Test
  void retrievalIsPinnedUntilItAsksForTheNewest() {
    TestLake test = soonAfter();
    Lake lake = test.open();
    ingest(lake, NOVEMBER_29, fact("a", "2013-11-29T10:00:00Z", 1, 1.0));
    new Materialize(lake).execute(view(2), ALL);
    FactLabels labels = new FactLabels(lake, view(2)).label("a", "2013-11-30T21:00:00Z");
    TableVersion pinned = lake.pin(view(2).eventsTable());
    assertThat(labels.answers()).containsExactly("1.0 1 1.0");

    ingest(lake, NOVEMBER_30, fact("a", "2013-11-30T10:00:00Z", 1, 2.0));
    new Materialize(lake).execute(view(2), ALL);

    assertThat(labels.answers(pinned)).containsExactly("1.0 1 1.0");
    assertThat(labels.answers()).containsExactly("2.0 2 3.0");
  }

  @Test
  void factsWithoutTimeAreTakenWhole() {
    Lake lake = TestLake.in(folder).open();
    ingest(lake, NOVEMBER_30, fact("a", "2013-11-30T10:00:00Z", 1, 1.0));
    String text =
        """
        feature_view: timeless
        entity: thing
        source: clean.facts
        features: {x: {of: x}}
        """;
    FeatureView view = Views.view(Views.catalog(ENTITY.formatted(2), text), "timeless");

    Materialize.Result result = new Materialize(lake).execute(view, DECEMBER_1);

    assertThat(result.computed()).containsExactly(DataInterval.WHOLE);
    assertThat(
            new FactLabels(lake, view)
                .label("a", "2013-11-02T00:00:00Z")
                .label("z", "2013-11-02T00:00:00Z")
                .answers())
        .containsExactly("1.0", "");
    assertThat(new Materialize(lake).execute(view, NOVEMBER_30).computed()).isEmpty();
  }

  @Test
  void anotherNumberOfBucketsIsRefusedAndRetrievedByShuffle() {
    Lake lake = TestLake.in(folder).open();
    ingest(lake, THREE_DAYS);
    new Materialize(lake).execute(view(2), NOVEMBER_29);
    ingest(lake, NOVEMBER_29, fact("a", "2013-11-29T10:00:00Z", 1, 3.0));

    assertThatThrownBy(() -> new Materialize(lake).execute(view(3), ALL))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Table features.facts_v1_events has 2 buckets, and entity 'thing' now says 3. Set"
                + " 'buckets' back, or raise the view's version to write it anew.");
    assertThat(
            new FactLabels(lake, view(3))
                .label("a", "2013-11-29T12:00:00Z")
                .label("b", "2013-11-29T12:00:00Z")
                .answers())
        .containsExactly("1.0 1 1.0", "0.1 1 0.1");
  }

  @Test
  void anIntervalWithoutRowsIsRefused() {
    Lake lake = TestLake.in(folder).open();
    ingest(lake, THREE_DAYS);
    assertThatThrownBy(
            () ->
                new Materialize(lake).execute(view(2), DataInterval.parse("2015-01-01/2015-02-01")))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "View facts_v1 has nothing to be made from: table clean.facts has no committed rows in"
                + " 2015-01-01/2015-02-01. Ingest that interval first, or ask for another.");
    assertThat(lake.commits("materialize", "facts_v1")).extracting(Commit::interval).isEmpty();
  }
}

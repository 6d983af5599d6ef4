package io.falaj.features;

import static io.falaj.features.Facts.ALL;
import static io.falaj.features.Facts.NOVEMBER_29;
import static io.falaj.features.Facts.NOVEMBER_30;
import static io.falaj.features.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.ViewDiff.Verdict;
import io.falaj.features.pit.Views;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views whose definitions change: what that means, and which version SQL reads. */
final class ViewVersionsTest {

  private static final String MORE =
      MaterializeTest.VIEW.replace(
          "  x: {of: x}\n", "  x: {of: x}\n  most: {aggregate: max, of: x, window: 1d}\n");
  private static final String NEXT =
      MaterializeTest.VIEW.replace("count, window: 2d", "count, window: 3d") + "version: 2\n";

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void ingest() {
    lake = TestLake.in(folder).open("shop");
    Facts.ingest(lake, NOVEMBER_29, fact("a", "2013-11-29T00:00:00Z", 1, 1.0));
    Facts.ingest(lake, NOVEMBER_30, fact("a", "2013-11-30T01:00:00Z", 2, 4.0));
  }

  private static FeatureView view(String yaml) {
    return Views.view(Views.catalog(MaterializeTest.ENTITY.formatted(2), yaml), "facts");
  }

  private void materialize(String yaml, DataInterval interval) {
    new Materialize(lake).execute(view(yaml), interval);
  }

  private ViewDiff diff(String yaml) {
    return new DiffViews(lake).execute(List.of(view(yaml)), "shop").get(0);
  }

  private List<String> sql(String query) {
    return lake.query(query).collectAsList().stream().map(Row::toString).toList();
  }

  @Test
  void aVersionWithoutTablesIsNew() {
    ViewDiff diff = diff(MaterializeTest.VIEW);
    assertThat(diff.verdict()).isEqualTo(Verdict.NEW);
    ViewDiff.Recomputed made = diff.recomputed().orElseThrow();
    assertThat(made.tables())
        .extracting(TableName::toString)
        .containsExactly("features.facts_v1", "features.facts_v1_events");
    assertThat(made.intervals()).isEqualTo(2);
    assertThat(made.history()).hasValue(DataInterval.parse("2013-11-29/2013-12-01"));
  }

  @Test
  void formattingAndCommentsAndOrderAreNoChange() {
    materialize(MaterializeTest.VIEW, ALL);
    String moved =
        "# facts\n"
            + MaterializeTest.VIEW.replace("  x: {of: x}\n", "")
            + "  x:\n    of: \"( x )\"\ndescription: About facts.\nowner: us\n";
    assertThat(diff(moved))
        .isEqualTo(new ViewDiff("facts_v1", Verdict.UNCHANGED, List.of(), Optional.empty()));
  }

  @Test
  void aFeatureMoreIsCompatibleAndTellsWhatIsMadeAgain() {
    materialize(MaterializeTest.VIEW, ALL);
    ViewDiff diff = diff(MORE);
    assertThat(diff.verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(diff.changes())
        .containsExactly(
            new ViewChange(
                "feature most",
                "new: max of x, over PT24H",
                false,
                "Nobody reads it yet, and the events have what it is computed from."));
    assertThat(diff.recomputed().orElseThrow())
        .isEqualTo(
            new ViewDiff.Recomputed(
                List.of(TableName.parse("features.facts_v1")),
                2,
                Optional.of(DataInterval.parse("2013-11-29/2013-12-01")),
                2));
    materialize(MORE, NOVEMBER_30);
    assertThat(diff(MORE).recomputed().orElseThrow().intervals()).isEqualTo(1);
    materialize(MORE, ALL);
    assertThat(diff(MORE).verdict()).isEqualTo(Verdict.UNCHANGED);
    assertThat(diff(MaterializeTest.VIEW).verdict())
        .as("who reads the new one would lose it")
        .isEqualTo(Verdict.BREAKING);
  }

  /** It is held against all that the tables hold, not against what was made last. */
  @Test
  void whatOnlyOlderIntervalsHaveCounts() {
    materialize(MORE, NOVEMBER_29);
    assertThatThrownBy(() -> materialize(MaterializeTest.VIEW, NOVEMBER_30))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("  feature most: max of x, over PT24H -> gone\n");
  }

  @Test
  void anotherMeaningNeedsAnotherVersionAndBothLiveSideBySide() {
    materialize(MaterializeTest.VIEW, ALL);
    String same = NEXT.replace("version: 2\n", "");
    ViewDiff diff = diff(same);
    assertThat(diff.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(diff.changes())
        .containsExactly(
            new ViewChange(
                "feature n",
                "count of events, over PT48H -> count of events, over PT72H",
                true,
                "The same name would mean another thing."));
    ViewDiff.Recomputed made = diff.recomputed().orElseThrow();
    assertThat(made.tables())
        .extracting(TableName::toString)
        .containsExactly("features.facts_v2", "features.facts_v2_events");
    assertThat(made.rows()).isEqualTo(2);
    assertThatThrownBy(() -> materialize(same, ALL))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("Raise its version to 2");

    assertThat(new ViewReleases(lake).current(view(NEXT)))
        .hasValue(view(MaterializeTest.VIEW).valuesTable());
    assertThatThrownBy(() -> new ViewReleases(lake).release(view(NEXT)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "View facts_v2 has no values that could be released. Run './falaj materialize --view"
                + " facts_v2' first.");
    materialize(NEXT, ALL);
    String name = "SELECT n FROM lake.features.facts ORDER BY as_of DESC LIMIT 1";
    assertThat(sql(name)).as("the first until another is released").containsExactly("[2]");
    Facts.ingest(lake, Facts.DECEMBER_1, fact("a", "2013-12-01T05:00:00Z", 3, 5.0));
    materialize(MaterializeTest.VIEW, ALL);
    materialize(NEXT, ALL);
    assertThat(sql(name)).containsExactly("[2]");
    assertThat(new ViewReleases(lake).release(view(NEXT)))
        .hasValue(view(MaterializeTest.VIEW).valuesTable());
    assertThat(sql(name)).containsExactly("[3]");
    assertThat(sql("SELECT n FROM lake.features.facts_v1 ORDER BY as_of DESC LIMIT 1"))
        .containsExactly("[2]");
    assertThat(sql("SHOW TABLES IN lake.features"))
        .contains("[features,facts,false]", "[features,facts_v2,false]");
    new ViewReleases(lake).release(view(MaterializeTest.VIEW));
    assertThat(sql(name)).as("back again").containsExactly("[2]");
    assertThat(sql("SELECT name, table, sequence FROM lake.features.releases ORDER BY sequence"))
        .containsExactly(
            "[features.facts,features.facts_v1,1]",
            "[features.facts,features.facts_v2,2]",
            "[features.facts,features.facts_v1,3]");
  }

  @Test
  void aViewWithoutDefinitionIsToldAndBreaksWhereItsNameStandsForIt() {
    materialize(MaterializeTest.VIEW, ALL);
    materialize(NEXT, ALL);
    List<ViewDiff> diffs = new DiffViews(lake).execute(List.of(view(NEXT)), "shop");
    assertThat(diffs.get(1).view()).isEqualTo("facts_v1");
    assertThat(diffs.get(1).verdict()).isEqualTo(Verdict.GONE);
    assertThat(diffs.get(1).changes().get(0).breaking()).isTrue();
    new ViewReleases(lake).release(view(NEXT));
    assertThat(
            new DiffViews(lake)
                .execute(List.of(view(NEXT)), "shop")
                .get(1)
                .changes()
                .get(0)
                .breaking())
        .isFalse();
    assertThat(new DiffViews(lake).execute(List.of(view(NEXT)), "another")).hasSize(1);
  }

  @Test
  void anEveryPartOfADefinitionIsCompared() {
    String all =
        MaterializeTest.VIEW.replace(
            "event_time: happened",
            "event_time: happened\navailable_time: known\nttl: 1d\nwhere: x > 0\ndeleted: gone");
    String other =
        MaterializeTest.VIEW
            .replace(
                "event_time: happened",
                "event_time: known\npublish_delay: 1h\nboundary: exclusive\nwhere: x > 1")
            .replace("x: {of: x}", "x: {of: x, null_policy: skip}");
    assertThat(ViewChanges.between(view(all), view(other)))
        .extracting(change -> change.subject() + ": " + change.change())
        .containsExactly(
            "where: x > 0 -> x > 1",
            "event_time: happened -> known",
            "available_time: known -> none",
            "publish_delay: none -> PT1H",
            "boundary: inclusive -> exclusive",
            "deleted: gone -> none",
            "ttl: PT24H -> none",
            "feature x: last of x -> last of x, nulls passed over");
    assertThat(ViewChanges.between(view(all), view(all))).isEmpty();
  }

  /** Both are materialized and joined, and whoever asks says which. */
  @Test
  void severalVersionsOfOnePipelineAreAskedForByTheirVersion() {
    Definitions both =
        new Definitions()
            .entity(Definitions.THING)
            .view(MaterializeTest.VIEW + "keys: {l: \"1L\"}\n")
            .view(NEXT + "keys: {l: \"1L\"}\n")
            .view(
                """
                feature_view: grown
                features: {more: {of: facts_v2.n - facts_v1.n}}
                """);
    FeatureCatalog catalog = both.rightCatalog();
    assertThat(catalog.views().keySet()).containsExactly("facts_v1", "facts_v2");
    assertThat(both.problemsOf("facts.n"))
        .containsExactly(
            "model.yaml:3:5: feature view 'facts' is there in several versions. Say which: facts_v1"
                + " or facts_v2.");
    FeatureSelection selection =
        Views.select(catalog, "facts_v1.n as was", "facts_v2.n", "grown.more");
    assertThat(selection.references())
        .containsExactly("facts_v1.n as was", "facts_v2.n", "grown.more");
    new Materialize(lake).execute(Views.view(catalog, "facts_v1"), ALL);
    new Materialize(lake).execute(Views.view(catalog, "facts_v2"), ALL);
    Facts.ingest(lake, Facts.DECEMBER_1, fact("a", "2013-12-01T00:30:00Z", 3, 5.0));
    catalog.views().values().forEach(view -> new Materialize(lake).execute(view, ALL));
    assertThat(
            new Retrieve(lake)
                .execute(
                    new Retrieve.Request(
                        lake.query("SELECT 'a' k, 1L l, TIMESTAMP '2013-12-01T12:00:00Z' t"),
                        "t",
                        DataInterval.parse("2013-12-01/2013-12-02"),
                        List.of("k"),
                        selection))
                .rows()
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[a,2,3,1]");
    assertThat(
            new Definitions()
                .entity(Definitions.THING)
                .view(MaterializeTest.VIEW)
                .view(NEXT)
                .view("feature_view: grown\nfeatures: {more: {of: facts.n + 1}}\n")
                .problems())
        .containsExactly(
            "view.yaml:1:1: view 'grown' uses 'facts.n': feature view 'facts' is there in several"
                + " versions. Say which: facts_v1 or facts_v2.");
    assertThat(new Definitions().entity(Definitions.THING).view(NEXT).view(NEXT).problems())
        .containsExactly(
            "view.yaml:1:1: feature view 'facts' is already defined at view.yaml:1:1: rename one.");
  }

  /** A release that kept no record made the tables; what means the same is entered from now on. */
  @Test
  void tablesWithoutARecordAreTold() {
    materialize(MaterializeTest.VIEW, ALL);
    SparkSession session = TestSpark.session().newSession();
    session.conf().set("spark.sql.runSQLOnFiles", "true");
    session.sql("DELETE FROM delta.`%s/features/definitions`".formatted(lake.root()));
    assertThat(diff(MaterializeTest.VIEW).verdict()).isEqualTo(Verdict.UNCHANGED);
    assertThat(diff(MORE).verdict()).isEqualTo(Verdict.UNKNOWN);
    materialize(MaterializeTest.VIEW, ALL);
    assertThat(diff(MORE).verdict()).isEqualTo(Verdict.COMPATIBLE);
  }
}

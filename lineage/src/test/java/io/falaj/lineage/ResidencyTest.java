package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.Residency.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a policy lets a lake be written. */
final class ResidencyTest {

  @TempDir Path folder;

  private static final Residency POLICY =
      new Residency(
          "conf/policy/residency.yaml:4",
          List.of(
              new Place("auh", "s3a://Gulf"),
              new Place("fra", "s3a://gulf/eu/"),
              new Place("auh", "hdfs://one/lake"),
              new Place("fra", "/srv/lake")),
          List.of("auh"),
          "");

  @Test
  void theInnermostPlaceCountsAndNamesOfOnePlaceAreEqual() {
    assertThat(POLICY.region("s3a://gulf/x")).contains("auh");
    assertThat(POLICY.region("s3://gulf")).contains("auh");
    assertThat(POLICY.region("s3n://GULF/a/../eu/x")).contains("fra");
    assertThat(POLICY.region("s3a://gulf/europe")).as("no part of a name").contains("auh");
    assertThat(POLICY.region("s3a://gulf2/x")).isEmpty();
    assertThat(POLICY.region("gs://gulf/x")).isEmpty();
    assertThat(POLICY.region("hdfs://one/lake/")).contains("auh");
    assertThat(POLICY.region("hdfs://two/lake")).isEmpty();
    assertThat(POLICY.region("hdfs://one/lakes")).isEmpty();
    assertThat(POLICY.region("file:///srv/lake/a b")).contains("fra");
    assertThat(POLICY.region("/srv/lake/../lake")).contains("fra");
    assertThat(POLICY.region("lake")).as("relative to what?").isEmpty();
  }

  @Test
  void aLinkDoesNotLeadOutOfARegion() throws IOException {
    Path there = Files.createDirectories(folder.resolve("there"));
    Path here = Files.createDirectories(folder.resolve("here"));
    Files.createSymbolicLink(here.resolve("lake"), there);
    Residency residency =
        new Residency(
            "p:1",
            List.of(new Place("auh", here.toString()), new Place("fra", there.toString())),
            List.of("auh"),
            "");
    assertThat(residency.region(here.resolve("other/new").toString())).contains("auh");
    assertThat(residency.region(here.resolve("lake/new").toString())).contains("fra");
  }

  @Test
  void aPlaceWithoutASchemeMustBeAbsolute() {
    assertThatThrownBy(() -> new Place("auh", "lake/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'lake/x' is neither a URI with a scheme nor an absolute path");
  }

  @Test
  void whatIsRefusedIsToldWithItsRegionThePolicyAndTheWayOut() {
    assertThatThrownBy(() -> POLICY.check("lake", "/srv/lake/x", "Choose one with --lake"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The lake /srv/lake/x lies in region fra, and conf/policy/residency.yaml:4 allows to"
                + " write in auh alone. Choose one with --lake (s3a://Gulf, hdfs://one/lake), or"
                + " mend the policy.");
    Residency personal =
        new Residency("p:1", POLICY.places(), List.of("auh"), "since there is personal data in a");
    assertThatThrownBy(() -> personal.check("lake", "gs://x", "Choose one"))
        .hasMessageStartingWith(
            "The lake gs://x lies in no region that the policy knows, and p:1 allows to write in"
                + " auh alone, since there is personal data in a. Choose one (");
    assertThatCode(() -> POLICY.check("lake", "s3a://gulf/x", "")).doesNotThrowAnyException();
    assertThatCode(() -> Residency.ANYWHERE.check("lake", "x", "")).doesNotThrowAnyException();
  }

  /** Tables, books, artifacts and pages: whatever the door writes. */
  @Test
  void nothingOfALakeInAnotherRegionIsWrittenAndAllOfItIsRead() throws IOException {
    TestLake test = TestLake.in(folder);
    TestRows.replace(test.open(), TestRows.RAW, "a", 3, TestRows.JAN);
    Residency elsewhere =
        new Residency("p:1", List.of(new Place("auh", "s3a://gulf")), List.of("auh"), "");
    Lake lake =
        Lake.open(
            TestSpark.session(), test.settings().within(elsewhere), test.run("test", "flights"));
    List<Path> before = files();
    assertThat(lake.read(TestRows.RAW).count()).isEqualTo(3);
    TableSpec books =
        TableSpec.of(TableName.parse("monitoring.books"), StructType.fromDDL("id bigint"));
    List<ThrowingCallable> writes =
        List.of(
            () -> TestRows.replace(lake, TestRows.RAW, "b", 4, TestRows.JAN),
            () -> TestRows.replace(lake, TestRows.CLEAN, "b", 4, TestRows.FEB),
            () -> lake.appendBookkeeping(books, List.of(RowFactory.create(1L))),
            () -> lake.artifacts().write(Zone.MODELS, "m", "m".getBytes(StandardCharsets.UTF_8)),
            () ->
                lake.pages()
                    .publish("report", "p", "p.html", "p".getBytes(StandardCharsets.UTF_8)));
    for (ThrowingCallable write : writes) {
      assertThatThrownBy(write)
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessageStartingWith("The lake file:" + test.root())
          .hasMessageContaining("lies in no region that the policy knows, and p:1 allows");
    }
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }
}

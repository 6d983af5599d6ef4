package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.count;
import static io.falaj.lineage.TestRows.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lake that somebody else had his hands on. Each test has a copy of one that was written in three
 * commits, since a log that was read once is remembered by its place.
 */
final class HostileSurroundingsTest {

  @TempDir static Path made;
  @TempDir Path folder;
  private TestLake test;
  private Path log;

  @BeforeAll
  static void makeLake() {
    Lake lake = TestLake.in(made).open();
    replace(lake, RAW, "a", 3, JAN, FEB);
    replace(lake, RAW, "b", 4, JAN);
    replace(lake, RAW, "c", 5, FEB);
  }

  @BeforeEach
  void copyLake() throws IOException {
    test = copy("lake");
    log = test.root().resolve("raw/flights/_delta_log");
  }

  private TestLake copy(String name) throws IOException {
    Path from = made.resolve("lake");
    Path to = folder.resolve(name);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return new TestLake(to, new TestLake.MovableClock(TestLake.START));
  }

  private static String name(int version) {
    return "%020d".formatted(version);
  }

  /** What tells the same as a commit goes too, or the commit would not be looked at. */
  private void deleteCommit(int version) throws IOException {
    Files.delete(log.resolve(name(version) + ".json"));
    Files.deleteIfExists(log.resolve(name(version) + ".crc"));
  }

  private void refusedAsDamaged(String... parts) throws IOException {
    Map<String, Long> before = everyFile(test.root());
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> test.open().read(RAW).count(),
            () -> replace(test.open(), RAW, "d", 6, JAN),
            () -> test.open().query("SELECT * FROM lake.raw.flights").count())) {
      assertThatThrownBy(use)
          .isInstanceOf(FalajException.DataRefused.class)
          .hasMessageContainingAll(parts);
    }
    assertThat(everyFile(test.root())).as("all of it is there").containsAllEntriesOf(before);
    assertThat(log.resolve(name(3) + ".json")).as("nothing was committed").doesNotExist();
  }

  private static Map<String, Long> everyFile(Path root) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Files.size(file));
      }
    }
    return files;
  }

  @Test
  void aCommitThatIsMissingFromTheMiddleOfALogIsTold() throws IOException {
    deleteCommit(1);
    refusedAsDamaged(
        "Cannot read the log of table raw.flights: ",
        "Restore the files of file:" + log + " from a copy, or start another lake.");
  }

  @Test
  void aCommitThatIsMissingFromTheEndOfALogIsTold() throws IOException {
    deleteCommit(2);
    refusedAsDamaged(
        "Table raw.flights has lost what is committed: interval 2013-02-01/2013-03-01 was written 2"
            + " times, the last time as version 2, and its log tells of 1. Restore the table's"
            + " folder from a copy, or start another lake.");
  }

  @Test
  void aTableThatIsGoneIsNotMadeAnew() throws IOException {
    assertThat(FileUtil.fullyDelete(test.root().resolve("raw/flights").toFile())).isTrue();
    assertThatThrownBy(() -> replace(test.open(), RAW, "d", 6, JAN))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("and its log tells of 0. Restore the table's folder");
    assertThatThrownBy(() -> test.open().read(RAW))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has no table raw.flights");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"truncated", "garbage", "empty"})
  void aCommitThatIsNoneIsTold(String damage) throws IOException {
    Path commit = log.resolve(name(2) + ".json");
    String text = Files.readString(commit);
    Files.delete(log.resolve(name(2) + ".crc"));
    Files.writeString(
        commit,
        switch (damage) {
          case "truncated" -> text.substring(0, text.length() * 2 / 3);
          case "garbage" -> "\u0000\u0001 no log\n";
          default -> "";
        });
    refusedAsDamaged("able raw.flights", "Restore the ", "from a copy, or start another lake.");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "../../../../other.parquet",
        "_interval_month=2013-01-01/%2e%2e/%2e%2e/other.parquet",
        "/tmp/other.parquet",
        "file:///tmp/other.parquet",
        "s3a://bucket/other.parquet"
      })
  void aLogThatNamesFilesOfAnotherPlaceIsRefused(String path) throws IOException {
    Path commit = log.resolve(name(2) + ".json");
    String text = Files.readString(commit);
    Files.delete(log.resolve(name(2) + ".crc"));
    Files.writeString(commit, text.replaceFirst("(\\{\"add\":\\{\"path\":\")[^\"]*", "$1" + path));
    refusedAsDamaged(
        "The log of table file:" + log.getParent() + " names the file ",
        path.substring(path.lastIndexOf('/')),
        "which is not below it. Restore the log from a copy that you trust.");
  }

  @Test
  void aLinkOutOfTheLakeIsNotFollowed() throws IOException {
    Path table = test.root().resolve("raw/flights");
    Path elsewhere = moved(table);
    assertThatThrownBy(() -> test.open().read(RAW))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Table raw.flights is not of the lake file:%s: %s is a link out of it. Move the table"
                + " there, or mount the other disk instead.",
            test.root(), table);
    assertThatThrownBy(() -> replace(test.open(), RAW, "d", 6, JAN))
        .isInstanceOf(FalajException.Configuration.class);
    assertThat(everyFile(elsewhere)).hasSameSizeAs(everyFile(made.resolve("lake/raw/flights")));
    Files.delete(table);
    Files.move(elsewhere, test.root().resolve("clean"));
    Files.createSymbolicLink(table, test.root().resolve("clean"));
    assertThat(count(test.open(), RAW, JAN)).as("a link within").isEqualTo(4);
  }

  @Test
  void aPartitionOutOfTheLakeIsNotWrittenTo() throws IOException {
    Path partition = test.root().resolve("raw/flights/_interval_month=2013-01-01");
    Map<String, Long> before = everyFile(moved(partition));
    assertThatThrownBy(() -> replace(test.open(), RAW, "d", 6, FEB, JAN))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Table raw.flights is not of the lake file:%s: %s is a link out of it. Move the table"
                + " there, or mount the other disk instead.",
            test.root(), partition);
    assertThat(everyFile(folder.resolve("elsewhere"))).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"_falaj", "_falaj/pages", "models", "models/_artifacts"})
  void noFileIsWrittenThroughALinkOutOfTheLake(String name) throws IOException {
    Path link = Files.createDirectories(test.root().resolve(name));
    Map<String, Long> before = everyFile(moved(link));
    byte[] bytes = {1};
    assertThatThrownBy(
            () -> {
              Lake lake = test.open();
              lake.artifacts().write(Zone.MODELS, "net.bin", bytes);
              lake.pages().publish("report", "a", "report-a.html", bytes);
            })
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Folder %s is not of the lake file:%s: %s is a link out of it. Move the folder there,"
                + " or mount the other disk instead.",
            name, test.root(), link);
    assertThat(everyFile(folder.resolve("elsewhere"))).isEqualTo(before);
  }

  /** Moves a folder out of the lake and leaves a link to where it is now. */
  private Path moved(Path from) throws IOException {
    Path elsewhere = Files.move(from, folder.resolve("elsewhere"));
    Files.createSymbolicLink(from, elsewhere);
    return elsewhere;
  }

  @Test
  void aClockThatIsSetBackChangesNothing() {
    test.clock().advance(Duration.ofDays(-4000));
    replace(test.open(), RAW, "d", 6, JAN);
    test.clock().advance(Duration.ofDays(-4000));
    Lake lake = test.open();
    assertThat(replace(lake, RAW, "d", 6, JAN)).isNull();
    TestRows.run(
        lake,
        TestRows.requestOf("erase", "e", JAN),
        step -> step.delete(TestRows.byMonth(RAW), TestRows.ids(lake, 0)));
    assertThat(count(lake, RAW, JAN)).isEqualTo(5);
    assertThat(count(lake, RAW, FEB)).isEqualTo(5);
    assertThat(lake.pin(RAW)).isEqualTo(TableVersion.of(RAW, 4));
    assertThat(lake.history(RAW))
        .extracting(TableCommit::version)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(TestRows.committed(lake, RAW, JAN).generation()).isEqualTo(4);
    assertThat(lake.readAt(TableVersion.of(RAW, 1), JAN).count()).isEqualTo(4);
  }

  @Test
  void aLakeThatCannotBeWrittenIsReadAndNothingOfItIsLost() throws Exception {
    Map<String, Long> before = everyFile(test.root());
    try (AutoCloseable locked = locked(test.root())) {
      assertThat(locked).isNotNull();
      Lake lake = test.open();
      assertThat(count(lake, RAW, JAN)).isEqualTo(4);
      assertThat(replace(lake, RAW, "b", 4, JAN)).as("up to date").isNull();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> replace(lake, RAW, "d", 6, JAN))
            .isInstanceOf(FalajException.Configuration.class)
            .hasMessageStartingWith("Cannot write to table raw.flights: no permission (")
            .hasMessageEndingWith(
                "Give this user write permission there, or choose another lake with --lake.");
      }
    }
    assertThat(everyFile(test.root())).isEqualTo(before);
    assertThat(replace(test.open(), RAW, "d", 6, JAN)).isNotNull();
  }

  /** Permissions do not bind root, whom a read-only disk does. */
  private static AutoCloseable locked(Path root) throws IOException {
    if ("root".equals(System.getProperty("user.name"))) {
      return MountedDisk.readOnly(root);
    }
    permit(root, "r-xr-xr-x");
    return () -> permit(root, "rwxr-xr-x");
  }

  private static void permit(Path root, String permissions) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.walk(root)) {
      folders = all.filter(Files::isDirectory).toList();
    }
    for (Path at : folders) {
      Files.setPosixFilePermissions(at, PosixFilePermissions.fromString(permissions));
    }
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LakeFormatTest {

  @TempDir Path folder;
  private Path root;
  private LakeFormat format;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("lake");
    LakeFolders folders = LakeFolders.of(root.toString(), new Configuration());
    format = new LakeFormat(folders, FileSystem.getLocal(new Configuration()), Residency.ANYWHERE);
  }

  @Test
  void aLakeIsMadeByItsFirstWriteAndReadByTheNext() throws IOException {
    format.check();
    assertThat(root).as("looking makes nothing").doesNotExist();
    format.create();
    assertThat(root.resolve("_falaj/format.json")).content().isEqualTo("{\"format\":1}\n");
    format.check();
    Files.writeString(root.resolve("_falaj/format.json"), "{\"format\":1,\"more\":2}\n");
    format.create();
    assertThat(root.resolve("_falaj/format.json")).content().contains("more");
  }

  @Test
  void anEmptyFolderAndOneWhereAWriterDiedAreNewLakes() throws IOException {
    Files.createDirectories(root);
    format.check();
    Files.createDirectories(root.resolve("_falaj"));
    Files.writeString(root.resolve("_falaj/.format.json.dead.tmp"), "{");
    format.check();
    format.create();
    format.check();
  }

  @Test
  void aNewerLakeIsRefused() throws IOException {
    written("{\"format\":2}");
    assertThatThrownBy(format::check)
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The lake file:%s has format version 2, and this release reads version 1. Use the"
                + " release of Falaj that wrote it, or a later one.",
            root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "", "{\"format\":null}", "7"})
  void aFormatFileThatDoesNotSayIsRefused(String text) throws IOException {
    written(text);
    assertThatThrownBy(format::check)
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has format version unknown (file:" + root + "/_falaj/format.json")
        .hasMessageEndingWith("Restore the file, or choose another lake with --lake.");
  }

  @Test
  void aFormatFileThatIsTornIsRefused() throws IOException {
    written("{\"form");
    assertThatThrownBy(format::check)
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("/_falaj/format.json is no JSON. Restore it");
  }

  @Test
  void whatHoldsSomethingElseIsNotTouched() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("thesis.doc"), "years of work");
    assertThatThrownBy(() -> new TestLake(root, new TestLake.MovableClock(TestLake.START)).open())
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("lake is not empty and no lake of Falaj: ")
        .hasMessageContaining("Choose an empty or new folder with --lake, or restore that file.");
    assertThat(root).isDirectoryNotContaining("glob:**_falaj");
  }

  @Test
  void aFileIsNoLake() throws IOException {
    Files.writeString(root, "a file");
    assertThatThrownBy(format::check)
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("no lake of Falaj");
  }

  @Test
  void readingWritesNothing() {
    Lake lake = new TestLake(root, new TestLake.MovableClock(TestLake.START)).open();
    assertThat(lake.tables()).isEmpty();
    assertThat(lake.exists(TestRows.RAW)).isFalse();
    assertThat(lake.commits()).isEmpty();
    assertThat(lake.inputs(TestRows.RAW, TestRows.JAN)).isEmpty();
    assertThat(lake.query("SHOW TABLES IN lake.raw").count()).isZero();
    assertThatThrownBy(() -> lake.read(TestRows.RAW))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has no table raw.flights. It is empty. Run the step that makes it");
    try (Step step = lake.begin(TestRows.request("a", TestRows.JAN))) {
      assertThat(step.upToDate()).isFalse();
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void aRootThatCannotBeIsRefused() {
    assertThatThrownBy(() -> LakeSettings.of(" ", new TestLake.MovableClock(TestLake.START)))
        .hasMessage("The lake's root is empty. Name a folder or URI, for example --lake ./lake.");
    assertThatThrownBy(() -> LakeFolders.of("nosuch://x/y", new Configuration()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The lake's root 'nosuch://x/y' cannot be used: ")
        .hasMessageContaining("Name a folder or URI that this machine can reach.");
    assertThat(LakeSettings.of("/a/b//", new TestLake.MovableClock(TestLake.START)).root())
        .isEqualTo("/a/b");
    assertThat(LakeSettings.of("/", new TestLake.MovableClock(TestLake.START)).root())
        .isEqualTo("/");
  }

  private void written(String text) throws IOException {
    Files.createDirectories(root.resolve("_falaj"));
    Files.writeString(root.resolve("_falaj/format.json"), text);
  }
}

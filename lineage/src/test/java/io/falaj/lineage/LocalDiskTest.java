package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalDiskTest {

  @TempDir Path folder;

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", LocalDisk.class.getName());
    configuration.set("fs.AbstractFileSystem.file.impl", LocalDisk.Context.class.getName());
    return configuration;
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  @Test
  void aWriteToALakeStartsNoProcess() throws IOException {
    Path recorded = folder.resolve("processes.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      Lake lake = TestLake.in(folder).open();
      try (Step step = lake.begin(request("a", JAN))) {
        step.replaceIntervals(byMonth(RAW), rows(lake, 10, JAN)).commit();
      }
      recording.stop();
      recording.dump(recorded);
    }

    List<RecordedEvent> started = RecordingFile.readAllEvents(recorded);

    assertThat(started)
        .extracting(event -> event.getString("command"))
        .noneMatch(command -> command.matches("(chmod|readlink|stat|ls) .*"));
  }

  @Test
  void filesAndFoldersAreForWhomHadoopMakesThem() throws IOException {
    Configuration configuration = configuration();
    configuration.set(FsPermission.UMASK_LABEL, "027");
    try (FileSystem plain = FileSystem.newInstanceLocal(configuration);
        LocalFileSystem hadoop = new LocalFileSystem()) {
      assertThat(plain).isInstanceOf(LocalDisk.class);
      hadoop.initialize(plain.getUri(), configuration);
      plain.create(path("ours/file")).close();
      hadoop.create(path("theirs/file")).close();
      plain.setPermission(path("ours/file"), new FsPermission("0604"));
      hadoop.setPermission(path("theirs/file"), new FsPermission("0604"));
      plain.create(path("ours/other")).close();
      hadoop.create(path("theirs/other")).close();
      plain.mkdirs(path("ours/sticky"));
      plain.setPermission(path("ours/sticky"), new FsPermission("1755"));
    }

    assertThat(permissions("ours")).isEqualTo("rwxr-x---").isEqualTo(permissions("theirs"));
    assertThat(permissions("ours/file"))
        .isEqualTo("rw----r--")
        .isEqualTo(permissions("theirs/file"));
    assertThat(permissions("ours/other"))
        .isEqualTo("rw-r-----")
        .isEqualTo(permissions("theirs/other"));
    assertThat((int) Files.getAttribute(folder.resolve("ours/sticky"), "unix:mode") & 01000)
        .isEqualTo(01000);
  }

  @Test
  void aRenameFollowsHadoopsRules() throws IOException {
    FileContext context = FileContext.getFileContext(path("x").toUri(), configuration());
    assertThat(context.getDefaultFileSystem()).isInstanceOf(LocalDisk.Context.class);
    Files.writeString(folder.resolve("a"), "a");
    Files.writeString(folder.resolve("b"), "b");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));

    assertThat(context.getFileLinkStatus(path("link")).getLen()).isEqualTo(1);
    assertThatThrownBy(() -> context.rename(path("none"), path("c")))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> context.rename(path("a"), path("b")))
        .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
    assertThat(Files.readString(folder.resolve("b"))).isEqualTo("b");

    context.rename(path("a"), path("b"), Options.Rename.OVERWRITE);

    assertThat(Files.readString(folder.resolve("b"))).isEqualTo("a");
    assertThat(folder.resolve("a")).doesNotExist();
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit of a table that landed, and of which the writer was told that it failed. */
final class LandedCommitTest {

  @TempDir Path folder;

  @Test
  void aCommitThatLandedAndFailedThereafterKeepsItsFiles() {
    CountedFileSystem.register(TestSpark.session());
    Path root = folder.resolve("landed");
    LakeSettings counted =
        LakeSettings.of(CountedFileSystem.uri(root), new TestLake.MovableClock(TestLake.START));
    CountedFileSystem.watch(
        root,
        operation -> {
          if (operation.startsWith("unlink") && operation.contains("/raw/flights/")) {
            throw new IllegalStateException("the disk is gone");
          }
        });
    assertThatThrownBy(() -> write(counted)).hasStackTraceContaining("the disk is gone");
    CountedFileSystem.watchNoMore(root);

    assertThat(Crashes.open(counted).read(RAW).count()).isZero();
    write(counted);
    assertThat(Crashes.open(counted).read(RAW).count()).isEqualTo(4);
    assertThat(Crashes.open(counted).history(RAW)).as("nothing was written again").hasSize(1);
  }

  private static void write(LakeSettings settings) {
    TestRows.replace(Crashes.open(settings), RAW, "a", 4, JAN);
  }
}

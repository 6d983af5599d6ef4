package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.count;
import static io.falaj.lineage.TestRows.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose disk has no more room. */
final class FullDiskTest {

  private static final long ROOMY = 64L << 20;

  @TempDir Path folder;

  @Test
  void nothingIsLostToAFullDiskAndTheSameRunGoesOnWhenThereIsRoom() throws IOException {
    Path at = Files.createDirectories(folder.resolve("disk"));
    try (MountedDisk disk = MountedDisk.ofBytes(at, ROOMY)) {
      TestLake test = TestLake.in(at);
      TestRows.replace(test.open(), RAW, "a", 5, JAN);
      for (long room : new long[] {0, 16 << 10, 256 << 10}) {
        FileStore store = Files.getFileStore(at);
        disk.resize(store.getTotalSpace() - store.getUsableSpace() + room);
        assertThatThrownBy(() -> write(test.open()))
            .as("%d bytes of room", room)
            .isInstanceOf(FalajException.Transient.class)
            .hasMessageContaining("the disk is full (")
            .hasMessageEndingWith("Free space there and run again; nothing was changed.");
        disk.resize(ROOMY);
        Lake lake = test.open();
        assertThat(lake.pin(RAW)).as("%d bytes of room", room).isEqualTo(TableVersion.of(RAW, 0));
        assertThat(count(lake, RAW, JAN)).isEqualTo(5);
        assertThat(count(lake, RAW, FEB)).isZero();
      }
      write(test.open());
      assertThat(count(test.open(), RAW, JAN)).isEqualTo(5);
      assertThat(count(test.open(), RAW, FEB)).isEqualTo(100_000);
    }
  }

  /** About a megabyte, since no two values are alike. */
  private static void write(Lake lake) {
    TestRows.run(
        lake,
        request("b", FEB),
        step ->
            step.replaceIntervals(
                TestRows.byMonth(RAW),
                TestRows.rows(lake, 1, FEB)
                    .drop("id", "v")
                    .withColumn(
                        "id",
                        functions.explode(
                            functions.sequence(functions.lit(1L), functions.lit(100_000L))))
                    .withColumn("v", functions.expr("sqrt(id * 7919)"))));
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumFilesTest {

  private static final TableName BOOK = TableName.parse("monitoring.book");
  private static final TableSpec SPEC = TableSpec.of(BOOK, StructType.fromDDL("id bigint"));

  @TempDir Path folder;

  /** The versions that have one, in order. */
  private static List<Long> versions(TestLake test, TableName table) throws IOException {
    Path log =
        test.root().resolve(table.zone().folder()).resolve(table.table()).resolve("_delta_log");
    try (Stream<Path> files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+\\.crc"))
          .map(name -> Long.parseLong(name.replace(".crc", "")))
          .sorted()
          .toList();
    }
  }

  @Test
  void onlyTheNewestStayAndOlderVersionsAreReadAllTheSame() throws IOException {
    TestLake test = TestLake.in(folder);
    Lake lake = test.open();
    for (long id = 0; id < 20; id++) {
      lake.appendBookkeeping(SPEC, List.of(RowFactory.create(id)));
    }
    long newest = lake.pin(BOOK).version();
    assertThat(newest).isGreaterThanOrEqualTo(19);
    assertThat(versions(test, BOOK))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(newest - ChecksumFiles.KEPT + 1, newest).boxed().toList());
    Lake another = test.open();
    assertThat(another.query("SELECT id FROM lake.monitoring.book VERSION AS OF 2").count())
        .isEqualTo(2);
    assertThat(another.read(BOOK).count()).isEqualTo(20);

    for (int run = 0; run <= ChecksumFiles.KEPT; run++) {
      TestRows.replace(test.open(), RAW, "content " + run, 1, JAN);
    }
    assertThat(versions(test, RAW)).hasSize(ChecksumFiles.KEPT).doesNotContain(0L);
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** A lake's history costs no Spark job: what a table holds is told by its checksum files. */
final class SparedJobsTest {

  private static final DataInterval BEFORE = DataInterval.parse("1988-01-01/2013-01-01");
  private static final TableSpec BOOKS =
      TableSpec.of(TableName.parse("monitoring.books"), StructType.fromDDL("id bigint"));

  @TempDir Path folder;

  /** 300 months in raw, and their commits, which a process that starts finds on the disk. */
  private TestLake ofManyMonths;

  @BeforeEach
  void makeHistory() throws IOException {
    TestLake made = TestLake.in(folder.resolve("made"));
    Lake lake = made.open();
    List<DataInterval> months = BEFORE.months();
    assertThat(months).hasSize(300);
    TestRows.replace(lake, RAW, "before", 1, months.toArray(DataInterval[]::new));
    List<String> claims = months.stream().map(DataInterval::toString).toList();
    lake.appendBookkeeping(BOOKS, List.of(RowFactory.create(0L)), claims);
    for (TableName table : List.of(RAW, CommitLog.TABLE, BOOKS.name())) {
      String path = made.root().resolve(table.zone().folder()).resolve(table.table()).toString();
      DeltaLog log = DeltaLog.forTable(TestSpark.session(), path);
      log.checkpoint(log.unsafeVolatileSnapshot(), Option.empty());
    }
    ofManyMonths = TestLake.in(folder.resolve("found"));
    FileUtils.copyDirectory(made.root().toFile(), ofManyMonths.root().toFile());
  }

  private static void month(TestLake test) {
    assertThat(TestRows.replace(test.open(), RAW, "a", 3, JAN)).isNotNull();
  }

  @Test
  void aMonthAfterManyCostsTheJobsOfTheFirst() throws Exception {
    List<String> first = SparkJobs.of(() -> month(TestLake.in(folder)));
    assertThat(first).as("the rows are written by Spark").isNotEmpty();
    assertThat(SparkJobs.of(() -> month(ofManyMonths))).isEqualTo(first);
    assertThat(ofManyMonths.open().commits()).hasSize(301);
  }

  @Test
  void noBookCostsOneToBePinnedReadOrWritten() throws Exception {
    assertThat(
            SparkJobs.of(
                () -> {
                  Lake lake = ofManyMonths.open();
                  assertThat(lake.pin(RAW).openIntervals()).isEmpty();
                  assertThat(lake.commits()).hasSize(300);
                  lake.appendBookkeeping(BOOKS, List.of(RowFactory.create(1L)), List.of("one"));
                }))
        .isEmpty();
  }
}

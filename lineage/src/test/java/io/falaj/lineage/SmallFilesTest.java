package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SmallFilesTest {

  private static final TableName BOOKS = TableName.parse("monitoring.books");
  private static final TableSpec SPEC =
      TableSpec.of(BOOKS, StructType.fromDDL("id bigint, note string"));

  @TempDir Path folder;
  private TestLake test;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
    lake = test.open();
  }

  private void append(Lake by, long from, long to) {
    for (long id = from; id < to; id++) {
      test.clock().advance(Duration.ofSeconds(1));
      by.appendBookkeeping(SPEC, List.of(RowFactory.create(id, "n" + id)));
    }
  }

  private List<Long> ids() {
    return TestRows.ids(lake.read(BOOKS));
  }

  private static List<Long> range(long to) {
    return LongStream.range(0, to).boxed().toList();
  }

  private List<DataFile> files() {
    return lake.files(lake.pin(BOOKS));
  }

  @Test
  void whereTheyAreManyTheyBecomeOneThatHasEveryRowInItsOrder() {
    append(lake, 0, SmallFiles.MANY - 1);
    assertThat(files()).hasSize(SmallFiles.MANY - 1);
    append(lake, SmallFiles.MANY - 1, SmallFiles.MANY);
    assertThat(files()).singleElement().extracting(DataFile::rows).isEqualTo(16L);
    assertThat(ids()).isEqualTo(range(16));
    append(lake, 16, 40);
    assertThat(files()).hasSize(10);
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(range(40));
    assertThat(lake.read(BOOKS).where("note = 'n' || id").count()).isEqualTo(40);
  }

  @Test
  void theLogSaysWhoPutThemTogetherAndOlderVersionsStayReadable() {
    append(lake, 0, 16);
    TableCommit last = lake.history(BOOKS).get(lake.history(BOOKS).size() - 1);
    assertThat(last.operation()).isEqualTo("OPTIMIZE");
    assertThat(last.runId()).contains(lake.run().runId());
    assertThat(last.removed()).isEqualTo(16);
    assertThat(lake.readAt(TableVersion.of(BOOKS, last.version() - 1)).count()).isEqualTo(16);
    assertThat(lake.readAt(TableVersion.of(BOOKS, 3)).count()).isEqualTo(3);
  }

  @Test
  void rowsOfAnEarlierFormKeepWhatTheyHaveAndTheColumnsOfALaterOneAreKept() {
    TableSpec wider = TableSpec.of(BOOKS, StructType.fromDDL("id bigint, note string, saw string"));
    append(lake, 0, 10);
    lake.appendBookkeeping(wider, List.of(RowFactory.create(10L, "n10", "x")));
    append(lake, 11, 16);
    assertThat(files()).hasSize(1);
    assertThat(lake.read(BOOKS).where("id >= 9").collectAsList())
        .contains(RowFactory.create(9L, "n9", null), RowFactory.create(10L, "n10", "x"));
  }

  @Test
  void aClaimStaysTakenAfterwards() {
    List<Row> rows = List.of(RowFactory.create(0L, "n0"));
    lake.appendBookkeeping(SPEC, rows, List.of("the one"));
    append(lake, 1, 17);
    assertThat(files()).hasSize(2);
    assertThatThrownBy(() -> test.open().appendBookkeeping(SPEC, rows, List.of("the one")))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageContaining("Another run was the first to take the one");
  }

  @Test
  void filesOfStepsStayAsTheyAre() {
    TableSpec both = TableSpec.of(TableName.parse("models.both"), TestRows.SCHEMA);
    for (int i = 0; i < SmallFiles.MANY; i++) {
      TestRows.run(
          lake,
          TestRows.request("content " + i, JAN),
          step -> step.append(both, TestRows.rows(lake, 1, JAN)));
    }
    List<DataFile> before = lake.files(lake.pin(both.name()));
    assertThat(before).hasSize(SmallFiles.MANY);
    lake.appendBookkeeping(both, List.of(TestRows.row(1, 1, JAN, "x")));
    assertThat(lake.files(lake.pin(both.name()))).hasSize(SmallFiles.MANY + 1).containsAll(before);
  }

  @Test
  void aFileThatCannotBeReadStopsNoAppend() throws IOException {
    append(lake, 0, 15);
    Path file = Path.of(java.net.URI.create(files().get(0).path()).getPath());
    byte[] kept = Files.readAllBytes(file);
    Files.delete(file);
    append(lake, 15, 17);
    assertThat(files()).hasSize(17);
    Files.write(file, kept);
    append(lake, 17, 18);
    assertThat(files()).hasSize(1);
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(range(18));
  }

  @Test
  void runsThatAppendAtOnceLoseNothing() throws Exception {
    append(lake, 0, 1);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      long first = 1 + thread * 30L;
      Lake own = test.open();
      done.add(
          threads.submit(
              () -> {
                for (long id = first; id < first + 30; id++) {
                  own.appendBookkeeping(SPEC, List.of(RowFactory.create(id, "n" + id)));
                }
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    threads.shutdown();
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(range(91));
    assertThat(files()).hasSizeLessThan(SmallFiles.MANY + 3);
  }

  @Test
  void theCommitsOfALakeStayInFewFilesAndTellTheSame() {
    for (int run = 0; run < 20; run++) {
      test.clock().advance(Duration.ofSeconds(1));
      TestRows.replace(test.open(), RAW, "content " + run, 1, JAN);
    }
    assertThat(lake.files(lake.pin(CommitLog.TABLE))).hasSize(5);
    assertThat(test.open().commits())
        .extracting(Commit::generation)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    assertThat(TestRows.replace(test.open(), RAW, "content 19", 1, JAN)).isNull();
    assertThat(TestRows.replace(test.open(), RAW, "content 20", 1, JAN)).isNotNull();
    assertThat(test.open().pin(RAW).openIntervals()).isEmpty();
  }
}

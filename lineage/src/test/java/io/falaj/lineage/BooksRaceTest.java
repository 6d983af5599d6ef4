package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What another run does to a bookkeeping table after one has looked at it, and before it commits.
 */
final class BooksRaceTest {

  private static final int MANY = 3;
  private static final TableName BOOKS = TableName.parse("monitoring.books");
  private static final TableSpec SPEC =
      TableSpec.of(BOOKS, StructType.fromDDL("id bigint, note string"));
  private static final TableSpec WIDER =
      TableSpec.of(BOOKS, StructType.fromDDL("id bigint, note string, saw string"));

  @TempDir Path folder;
  private final TestLake.MovableClock clock = new TestLake.MovableClock(TestLake.START);

  @BeforeEach
  void register() {
    CountedFileSystem.register(TestSpark.session());
  }

  @AfterEach
  void watchNoMore() {
    CountedFileSystem.watchNoMore(folder);
  }

  private Lake open(int many) {
    TestLake test = new TestLake(folder, clock);
    return Lake.open(
        TestSpark.session(),
        LakeSettings.of(CountedFileSystem.uri(folder.resolve("lake")), clock),
        test.run("test", "flights"),
        many);
  }

  /** Does something as soon as a table's data files, counted from now and from 1, are these. */
  private void beforeFile(TableName table, Runnable what, Integer... numbers) {
    String begin = "/" + table.table() + "/part-";
    int[] files = new int[1];
    boolean[] within = new boolean[1];
    CountedFileSystem.watch(
        folder,
        operation -> {
          boolean data = operation.startsWith("create ") && operation.contains(begin);
          if (data && !within[0] && List.of(numbers).contains(++files[0])) {
            within[0] = true;
            what.run();
            within[0] = false;
          }
        });
  }

  private static void append(Lake lake, long... ids) {
    for (long id : ids) {
      lake.appendBookkeeping(SPEC, List.of(row(id)));
    }
  }

  private static Row row(long id) {
    return RowFactory.create(id, "n" + id);
  }

  private List<Long> ids() {
    return TestRows.ids(open(MANY).read(BOOKS).orderBy("id"));
  }

  private static List<Long> range(long to) {
    return LongStream.range(0, to).boxed().toList();
  }

  private List<String> operations() {
    return open(MANY).history(BOOKS).stream().map(TableCommit::operation).toList();
  }

  /** The data files in a table's folder, whether a version has them or not. */
  private List<String> onDisk(TableName table) throws IOException {
    Path of = folder.resolve("lake").resolve(table.zone().folder()).resolve(table.table());
    try (Stream<Path> files = Files.list(of)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("part-"))
          .toList();
    }
  }

  @Test
  void ofTwoThatPutTheSameFilesTogetherOneYieldsAndNoRowIsLostOrDoubled() throws IOException {
    append(open(MANY), 0, 1);
    Lake other = open(MANY);
    // The third row's own file, then the one that is to have all three.
    beforeFile(BOOKS, () -> append(other, 3), 2);
    append(open(MANY), 2);
    assertThat(operations())
        .containsExactly("CREATE TABLE", "WRITE", "WRITE", "WRITE", "WRITE", "OPTIMIZE");
    assertThat(open(MANY).history(BOOKS).get(5).runId()).contains(other.run().runId());
    assertThat(ids()).isEqualTo(range(4));
    assertThat(open(MANY).files(open(MANY).pin(BOOKS)))
        .singleElement()
        .extracting(DataFile::rows)
        .isEqualTo(4L);
    assertThat(onDisk(BOOKS)).as("four appends, and what one put together").hasSize(5);
    append(open(MANY), 4, 5);
    assertThat(operations()).hasSize(9).endsWith("WRITE", "WRITE", "OPTIMIZE");
    assertThat(ids()).isEqualTo(range(6));
  }

  @Test
  void anAppendIsNotInTheWayOfFilesThatAreBeingPutTogether() {
    append(open(MANY), 0, 1);
    Lake other = open(SmallFiles.MANY);
    beforeFile(BOOKS, () -> append(other, 3), 2);
    append(open(MANY), 2);
    assertThat(operations()).endsWith("WRITE", "WRITE", "OPTIMIZE");
    assertThat(open(MANY).files(open(MANY).pin(BOOKS)))
        .extracting(DataFile::rows)
        .containsExactlyInAnyOrder(3L, 1L);
    assertThat(ids()).isEqualTo(range(4));
  }

  /** A newer release has a column more, and writes into the same lake. */
  @Test
  void aColumnThatIsAddedMeanwhileIsInNoAppendsWay() throws IOException {
    append(open(MANY), 0);
    Lake newer = open(SmallFiles.MANY);
    List<Row> wide = List.of(RowFactory.create(1L, "n1", "x"));
    beforeFile(BOOKS, () -> newer.appendBookkeeping(WIDER, wide), 1);
    append(open(SmallFiles.MANY), 2);
    assertThat(open(MANY).read(BOOKS).orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(0L, "n0", null),
            RowFactory.create(1L, "n1", "x"),
            RowFactory.create(2L, "n2", null));
    assertThat(onDisk(BOOKS)).as("the first attempt leaves no file").hasSize(3);
  }

  @Test
  void aColumnThatIsAddedMeanwhileStopsNoFilesFromBeingPutTogetherLater() {
    append(open(MANY), 0, 1);
    Lake newer = open(SmallFiles.MANY);
    List<Row> wide = List.of(RowFactory.create(3L, "n3", "x"));
    beforeFile(BOOKS, () -> newer.appendBookkeeping(WIDER, wide), 2);
    append(open(MANY), 2);
    assertThat(operations()).doesNotContain("OPTIMIZE");
    append(open(MANY), 4);
    assertThat(operations()).endsWith("WRITE", "OPTIMIZE");
    assertThat(ids()).isEqualTo(range(5));
    assertThat(open(MANY).read(BOOKS).where("saw = 'x'").count()).isEqualTo(1);
  }

  @Test
  void aColumnThatIsAddedMeanwhileTakesNoClaimAway() {
    append(open(MANY), 0);
    Lake newer = open(SmallFiles.MANY);
    List<Row> wide = List.of(RowFactory.create(1L, "n1", "x"));
    beforeFile(BOOKS, () -> newer.appendBookkeeping(WIDER, wide, List.of("another")), 1);
    open(SmallFiles.MANY).appendBookkeeping(SPEC, List.of(row(2)), List.of("the one"));
    assertThat(ids()).isEqualTo(range(3));
    assertThatThrownBy(
            () -> open(MANY).appendBookkeeping(SPEC, List.of(row(3)), List.of("the one")))
        .isInstanceOf(FalajException.Taken.class);
  }

  /** Of several claims the message names the one that is taken. */
  @Test
  void aClaimThatIsTakenMeanwhileIsTheOthers() throws IOException {
    append(open(MANY), 0);
    Lake other = open(SmallFiles.MANY);
    beforeFile(BOOKS, () -> other.appendBookkeeping(SPEC, List.of(row(1)), List.of("the one")), 1);
    Lake late = open(SmallFiles.MANY);
    assertThatThrownBy(
            () -> late.appendBookkeeping(SPEC, List.of(row(2)), List.of("a third", "the one")))
        .isInstanceOf(FalajException.Taken.class)
        .hasMessage(
            "Another run was the first to take the one, and this one would have taken the same once"
                + " more. Run again: what is done already is skipped.");
    assertThat(ids()).isEqualTo(range(2));
    assertThat(onDisk(BOOKS)).hasSize(2);
  }

  @Test
  void whereOthersAreInTheWayEachTimeItIsToBeTriedAgain() throws IOException {
    append(open(MANY), 0);
    int[] columns = new int[1];
    beforeFile(BOOKS, () -> addColumn(BOOKS, "c" + columns[0]++), 1, 2, 3, 4, 5);
    Lake late = open(MANY);
    assertThatThrownBy(() -> append(late, 1))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessage(
            "Other runs changed table monitoring.books at the same time, 5 times in a row. Run"
                + " again: what is done already is skipped.");
    assertThat(columns).containsExactly(5);
    assertThat(ids()).isEqualTo(range(1));
    assertThat(onDisk(BOOKS)).hasSize(1);
    append(open(MANY), 1);
    assertThat(ids()).isEqualTo(range(2));
  }

  private void addColumn(TableName table, String name) {
    Path of = folder.resolve("lake").resolve(table.zone().folder()).resolve(table.table());
    SparkSession session = TestSpark.session().newSession();
    session.conf().set("spark.sql.runSQLOnFiles", "true");
    session.sql(
        "ALTER TABLE delta.`%s` ADD COLUMNS (%s string)"
            .formatted(CountedFileSystem.uri(of), name));
  }

  @Test
  void aColumnThatTheCommitsGainMeanwhileStopsNoStep() {
    TestRows.replace(open(MANY), RAW, "a", 3, JAN);
    clock.advance(Duration.ofSeconds(1));
    beforeFile(CommitLog.TABLE, () -> addColumn(CommitLog.TABLE, "later"), 1);
    assertThat(TestRows.replace(open(MANY), RAW, "b", 5, JAN)).isNotNull();
    assertThat(open(MANY).commits())
        .extracting(Commit::generation)
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(open(MANY).pin(RAW).openIntervals()).isEmpty();
    assertThat(TestRows.count(open(MANY), RAW, JAN)).isEqualTo(5);
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.dieAfterReplace;
import static io.falaj.lineage.TestRows.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL over a lake whose raw.flights has version 0 (10 rows in January and in February), 1 (January
 * has 3 rows, never committed) and 2 (February has 5).
 */
final class LakeSqlTest {

  private static final String COUNT = "SELECT count(*) FROM lake.raw.flights";

  @TempDir static Path folder;
  private static Lake lake;

  @BeforeAll
  static void makeLake() {
    lake = TestLake.in(folder).open();
    replace(lake, RAW, "a", 10, JAN, FEB);
    dieAfterReplace(lake, RAW, "b", 3, JAN);
    replace(lake, RAW, "c", 5, FEB);
    replace(lake, TestRows.CLEAN, "a", 2, JAN);
  }

  private static long count(String sql) {
    return lake.query(sql).first().getLong(0);
  }

  private static List<String> texts(String sql, int column) {
    return Arrays.stream((Row[]) lake.query(sql).collect())
        .map(row -> String.valueOf(row.get(column)))
        .toList();
  }

  @Test
  void openIntervalsAreHidden() {
    assertThat(count(COUNT)).isEqualTo(15);
    assertThat(count(COUNT + " WHERE _interval_month = DATE'2013-01-01'")).isEqualTo(10);
    assertThat(
            count("SELECT count(*) FROM lake.raw.flights r JOIN lake.clean.flights c USING (id)"))
        .isEqualTo(4);
  }

  @Test
  void noVersionShowsWhatWasNeverCommitted() {
    assertThat(count(COUNT + " VERSION AS OF 0")).isEqualTo(20);
    assertThat(count(COUNT + " VERSION AS OF 1")).isEqualTo(20);
    assertThat(count(COUNT + " VERSION AS OF 2")).isEqualTo(15);
    assertThat(
            count(
                "SELECT count(*) FROM lake.raw.flights VERSION AS OF 0 a"
                    + " JOIN lake.raw.flights b USING (id, _interval)"))
        .isEqualTo(15);
  }

  @Test
  void aWriteThatALaterOneReplacedUncommittedStaysHidden() throws IOException {
    Path own = Files.createDirectory(folder.resolve("later"));
    Lake later = TestLake.in(own).open();
    replace(later, RAW, "a", 10, JAN);
    dieAfterReplace(later, RAW, "b", 3, JAN);
    replace(later, RAW, "c", 5, JAN);
    String count = COUNT + " VERSION AS OF ";
    assertThat(later.query(count + 1).first().getLong(0)).isEqualTo(10);
    assertThat(later.query(count + 2).first().getLong(0)).isEqualTo(5);
  }

  @Test
  void timesNameVersionsToo() throws IOException {
    assertThat(count(COUNT + " TIMESTAMP AS OF '" + committed(0) + "'")).isEqualTo(20);
    assertThat(count(COUNT + " TIMESTAMP AS OF '" + committed(1) + "'")).isEqualTo(20);
    assertThat(count(COUNT + " TIMESTAMP AS OF '" + committed(2) + "'")).isEqualTo(15);
    for (String none : List.of("2001-01-01T00:00:00Z", "9001-01-01T00:00:00Z")) {
      assertThatThrownBy(() -> lake.query(COUNT + " TIMESTAMP AS OF '" + none + "'"))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "Table raw.flights has no version as of %s. Name a time that is neither before its"
                  + " first commit nor after its newest.",
              none);
    }
  }

  private static Instant committed(int version) throws IOException {
    Path log = folder.resolve("lake/raw/flights/_delta_log/%020d.json".formatted(version));
    return Files.getLastModifiedTime(log).toInstant();
  }

  @Test
  void aQueryMayBePinnedFromOutside() {
    Map<String, TableVersion> pins = Map.of("raw.flights", TableVersion.of(RAW, 0));
    assertThat(lake.query(COUNT, pins).first().getLong(0)).isEqualTo(20);
    assertThat(count(COUNT)).as("the next query is not").isEqualTo(15);
  }

  @Test
  void whatThereIsCanBeShown() {
    assertThat(texts("SHOW NAMESPACES IN lake", 0))
        .containsExactly(Arrays.stream(Zone.values()).map(Zone::folder).toArray(String[]::new));
    assertThat(texts("SHOW TABLES IN lake.raw", 1)).containsExactly("flights");
    assertThat(texts("SHOW TABLES IN lake.models", 1)).isEmpty();
    assertThat(texts("DESCRIBE lake.raw.flights", 0)).startsWith("id", "v", "_interval");
    assertThat(texts("SHOW COLUMNS IN lake.clean.flights", 0)).contains("_batch");
    assertThat(texts("EXPLAIN " + COUNT, 0)).singleElement().asString().contains("Physical Plan");
    assertThatThrownBy(() -> lake.query("SHOW TABLES IN lake.bronze").count())
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The query cannot be run: ")
        .hasMessageContaining("bronze");
  }

  @Test
  void anUnknownTableComesWithTheNearestOne() {
    assertThatThrownBy(() -> lake.query("SELECT * FROM lake.raw.flihgts"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "There is no table lake.raw.flihgts. Did you mean 'raw.flights'? SHOW TABLES IN"
                + " lake.<zone> lists what there is.");
    assertThatThrownBy(() -> lake.query("SELECT * FROM lake.flights"))
        .hasMessageStartingWith("There is no table lake.flights.");
    assertThatThrownBy(() -> lake.query(COUNT + " VERSION AS OF 9"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Table raw.flights has no version 9 that can be read; its newest is 2. Name another"
                + " version.");
    assertThatThrownBy(() -> lake.query(COUNT + " VERSION AS OF 'newest'"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "VERSION AS OF 'newest' of raw.flights: a version is a number, for example VERSION AS"
                + " OF 3.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM raw.flights",
        "SELECT * FROM flights",
        "SELECT * FROM parquet.`/etc/passwd`",
        "SELECT * FROM delta.`FOLDER/lake/raw/flights`",
        "SELECT * FROM spark_catalog.delta.`FOLDER/lake/raw/flights`",
        "SELECT * FROM text.`/etc/passwd`"
      })
  void whatIsNotNamedByTheCatalogIsNotRead(String sql) {
    String query = sql.replace("FOLDER", folder.toString());
    assertThatThrownBy(() -> lake.query(query))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The query cannot be run: ")
        .hasMessageEndingWith(
            " The lake's tables are named lake.<zone>.<table>. Mend it and try again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO lake.raw.flights SELECT * FROM lake.raw.flights",
        "INSERT OVERWRITE lake.raw.flights SELECT * FROM lake.raw.flights",
        "WITH x AS (SELECT * FROM lake.raw.flights) INSERT INTO lake.raw.flights SELECT * FROM x",
        "FROM lake.raw.flights INSERT INTO lake.raw.flights SELECT *",
        "DELETE FROM lake.raw.flights",
        "UPDATE lake.raw.flights SET id = 1",
        "MERGE INTO lake.raw.flights a USING lake.raw.flights b ON a.id = b.id"
            + " WHEN MATCHED THEN DELETE",
        "TRUNCATE TABLE lake.raw.flights",
        "CREATE TABLE lake.raw.more (id INT)",
        "CREATE TABLE lake.raw.more AS SELECT 1 AS id",
        "CREATE OR REPLACE TABLE lake.raw.flights AS SELECT 1 AS id",
        "CREATE TEMPORARY VIEW v AS SELECT 1",
        "CREATE NAMESPACE lake.more",
        "DROP TABLE lake.raw.flights",
        "DROP NAMESPACE lake.raw CASCADE",
        "ALTER TABLE lake.raw.flights ADD COLUMN more INT",
        "ALTER TABLE lake.raw.flights RENAME TO lake.raw.more",
        "OPTIMIZE delta.`FOLDER/lake/raw/flights`",
        "VACUUM delta.`FOLDER/lake/raw/flights`",
        "SET spark.sql.ansi.enabled = false",
        "RESET",
        "USE lake",
        "CACHE TABLE lake.raw.flights",
        "ADD JAR '/tmp/x.jar'",
        "EXPLAIN ANALYZE nonsense",
        "INSERT OVERWRITE DIRECTORY 'FOLDER/out' USING parquet SELECT 1",
        "CREATE FUNCTION f AS 'x.Y'",
        "EXECUTE IMMEDIATE 'INSERT OVERWRITE DIRECTORY \\'FOLDER/out\\' USING parquet SELECT 1'",
        "SELECT TRANSFORM(id) USING 'touch FOLDER/out' AS x FROM lake.raw.flights",
        "WITH w AS (SELECT TRANSFORM(id) USING 'touch FOLDER/out' AS x FROM lake.raw.flights)"
            + " SELECT * FROM w",
        "SELECT (SELECT max(x) FROM (SELECT TRANSFORM(id) USING 'touch FOLDER/out' AS x FROM"
            + " lake.raw.flights))",
        "CALL lake.write('x')"
      })
  void whatIsNoQueryIsRefusedAndChangesNothing(String sql) throws IOException {
    List<String> before = files();
    assertThatThrownBy(() -> lake.query(sql.replace("FOLDER", folder.toString())).collect())
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageMatching(
            "(?s)(The lake is read-only in SQL, and this is no query: '.*'. Write SELECT, SHOW"
                + " TABLES, SHOW NAMESPACES, DESCRIBE or EXPLAIN; the steps are what writes\\.|The"
                + " query cannot be run: .*)");
    assertThat(files()).isEqualTo(before);
    assertThat(count(COUNT)).isEqualTo(15);
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void whatIsWrongIsToldWithoutThePlanThatSparkMadeOfIt() {
    assertThatThrownBy(() -> lake.query("SELECT idd FROM lake.raw.flights"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageMatching(
            "The query cannot be run: \\[UNRESOLVED_COLUMN.WITH_SUGGESTION\\] A column, variable, or"
                + " function parameter with name `idd` cannot be resolved. Did you mean one of the"
                + " following\\? \\[`id`, [^\n]*\\]. SQLSTATE: 42703; line 1 pos 7. Mend it and try"
                + " again.");
    assertThatThrownBy(() -> lake.query("SELECT id >\n array(1) FROM lake.raw.flights"))
        .hasMessageMatching(
            "The query cannot be run: \\[DATATYPE_MISMATCH[^\n]*; line 1 pos 7. Mend it and try"
                + " again.");
    assertThatThrownBy(() -> lake.query("SELECT 1\nFROM ("))
        .hasMessageMatching(
            "The query cannot be run: \\[PARSE_SYNTAX_ERROR\\] Syntax error [^\n]*\\(line 2, pos \\d+\\)."
                + " Mend it and try again.");
  }

  @Test
  void nonsenseIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> lake.query("SELEKT 1"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("Syntax error")
        .hasMessageContaining("SELEKT");
    assertThatThrownBy(() -> lake.query("SELECT nosuch FROM lake.raw.flights"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("nosuch")
        .hasMessageEndingWith("Mend it and try again.");
  }

  @Test
  void theCatalogItselfWritesNothing() {
    LakeCatalog catalog = LakeCatalog.of((SparkSession) lake.query("SELECT 1").sparkSession());
    Identifier ident = Identifier.of(new String[] {"raw"}, "flights");
    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> catalog.dropTable(ident),
            () -> catalog.renameTable(ident, ident),
            () -> catalog.alterTable(ident),
            () -> catalog.createNamespace(new String[] {"raw"}, Map.of()),
            () -> catalog.dropNamespace(new String[] {"raw"}, true))) {
      assertThatThrownBy(write)
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessageMatching(
              "Cannot .*: catalog 'lake' is read-only\\. The steps of a pipeline .*");
    }
  }
}

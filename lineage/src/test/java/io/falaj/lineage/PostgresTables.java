package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Tests on the tables of a real PostgreSQL server, one for each class: they run side by side. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PostgresTables {

  PostgresServer server;
  Lake lake;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new PostgresServer(folder);
    lake = TestLake.in(folder).open();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  JdbcSource source(String table, int ranges, JdbcSource.Watermark... watermark) {
    return new JdbcSource(
        server.database(), table, Arrays.stream(watermark).findFirst(), 100, ranges);
  }

  JdbcSource source(String table) {
    return source(table, 3);
  }

  JdbcSnapshot take(JdbcSource source) {
    return lake.sources().snapshot(source);
  }

  /** The columns named, of all rows in the order of the first. */
  List<List<@Nullable String>> texts(
      JdbcSnapshot snapshot, Optional<String> seen, String... columns) {
    List<List<@Nullable String>> found = new ArrayList<>();
    Dataset<Row> rows =
        snapshot.rows(SnapshotQuery.of(List.of(columns), List.of(columns[0])).since(seen));
    for (Row row : rows.orderBy(columns[0]).collectAsList()) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        values.add(row.getString(i));
      }
      assertThat(row.isNullAt(columns.length + 2)).isTrue();
      assertThat(row.isNullAt(columns.length + 3)).isTrue();
      found.add(values);
    }
    return found;
  }

  static JdbcSource.Watermark watermark(String column, Duration overlap) {
    return new JdbcSource.Watermark(column, overlap);
  }
}

package io.falaj.validation.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import io.falaj.validation.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {

  private static final int IMPLIED = Orders.unchecked().checks().size();

  @TempDir Path folder;

  @Test
  void thereAreTwentyColumnsAndThirtyExpectations() {
    assertThat(Orders.contract().columns()).hasSize(20);
    assertThat(Orders.contract().checks()).hasSize(IMPLIED + 30);
    assertThat(Orders.more(30).checks()).hasSize(IMPLIED + 60);
  }

  @Test
  void bothContendersLeaveTheSameRows() throws IOException {
    DataInterval days = Orders.days("2024-01-01", 2);
    Orders.write(folder.resolve("orders"), 0, 500, days, 2);
    Contract contract = Orders.contract();
    TestLake at = TestLake.in(folder);
    IngestBench.ingest(at, folder, contract, days);
    new PlainIngest(contract).execute(folder.resolve("orders"), folder.resolve("plain"));

    assertThat(codec(folder.resolve("plain/raw"))).containsExactly("snappy");
    new PlainIngest(contract)
        .withFilesOfALake()
        .execute(folder.resolve("orders"), folder.resolve("same"));
    assertThat(codec(folder.resolve("same/clean"))).containsExactly("zstd");

    Lake lake = at.open("orders");
    for (String zone : new String[] {"raw", "clean"}) {
      Dataset<Row> ours = lake.read(TableName.parse(zone + ".orders"));
      Dataset<Row> plain =
          TestSpark.session()
              .read()
              .format("delta")
              .load(folder.resolve("plain/" + zone).toString());
      assertThat(plain.columns()).containsExactlyInAnyOrder(ours.columns());
      String[] content =
          contract.columns().stream().map(column -> column.name()).toArray(String[]::new);
      assertThat(ours.count()).isEqualTo(500);
      assertThat(ours.selectExpr(content).exceptAll(plain.selectExpr(content)).count()).isZero();
    }
  }

  /** As the names of its files tell. */
  private static Set<String> codec(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".parquet") && !name.contains("/_delta_log/"))
          .map(name -> name.replaceFirst(".*\\.([a-z]+)\\.parquet", "$1"))
          .collect(Collectors.toSet());
    }
  }
}

package io.falaj.validation;

import static io.falaj.validation.Contracts.contract;
import static io.falaj.validation.Contracts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.JdbcSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** Datasets that come from tables; of files, {@link ContractTest} and {@link SourceFilesTest}. */
class SourceParserTest {

  private static String with(String source) {
    return """
    dataset: orders
    source: {%s}
    keys: [id]
    partition: whole
    columns:
      id: {type: long}
    """
        .formatted(source);
  }

  private static final String TABLE =
      "format: jdbc, connection: shop, table: s.orders, watermark: at, overlap: 90m, ranges: 8";

  @Test
  void tablesAreSources() {
    Source source = contract(with(TABLE)).source();
    assertThat(source)
        .isEqualTo(
            new Source.DatabaseTable(
                "shop",
                "s.orders",
                Optional.of(new JdbcSource.Watermark("at", Duration.ofMinutes(90))),
                1000,
                8,
                OnChange.TAKE));
    assertThat(source.place("/conf")).isEqualTo("s.orders");
    Source delta = contract(with("format: delta, path: t")).source();
    assertThat(delta).isEqualTo(new Source.DeltaTable("t", OnChange.STOP));
    assertThat(delta.place("/conf[1]")).isEqualTo("file:/conf[1]/t");
  }

  @Test
  void aRelativePlaceIsWhereTheConfigurationIs() throws IOException {
    Source relative = contract(with("format: csv, path: 'in/*.csv'")).source();
    assertThat(relative.place("/a")).isEqualTo("file:/a/in/*.csv");
    assertThat(relative.place("hdfs://host/a")).isEqualTo("hdfs://host/a/in/*.csv");
    Configuration cluster = new Configuration(false);
    cluster.set("fs.defaultFS", "hdfs://host:1");
    assertThat(new Path(relative.place("/a")).getFileSystem(cluster).getUri())
        .hasToString("file:///");
    for (String place : List.of("/in/x.csv", "s3a://bucket/x.csv")) {
      assertThat(contract(with("format: csv, path: '%s'".formatted(place))).source().place("/a"))
          .isEqualTo(place);
    }
  }

  @Test
  void whatDoesNotBelongToATableIsRefused() {
    assertThat(
            problems(
                with(
                    "format: jdbc, path: p, table: 'x.', overlap: 1h, ranges: 0, unreadable: stop")))
        .containsExactly(
            "d.yaml:2:9: 'path' is for files and Delta tables only: leave it out.",
            "d.yaml:2:9: 'unreadable' is for files only: leave it out.",
            "d.yaml:2:9: 'overlap' is how far below a watermark to read: name the 'watermark'.",
            "d.yaml:2:9: 'connection' is missing: a source of format jdbc needs it.",
            "d.yaml:2:9: 'ranges' must be 1 or more, not 0.",
            "d.yaml:2:9: A source's table is 'x.'. Give its name, or schema and name as in"
                + " public.orders.");
    assertThat(problems(with("format: delta, table: t, fetch_size: 1")))
        .containsExactly(
            "d.yaml:2:9: 'table' is for jdbc only: leave it out.",
            "d.yaml:2:9: 'fetch_size' is for jdbc only: leave it out.",
            "d.yaml:2:9: 'path' is missing: a source of format delta needs it.");
  }

  @Test
  void whereADatasetComesFromIsComparedToo() {
    Contract table = contract(with(TABLE));
    assertThat(ContractDiff.between(contract(with("format: csv, path: o.csv")), table).changes())
        .first()
        .matches(change -> change.why().startsWith("The dataset comes from elsewhere"));
    Contract other = contract(with(TABLE.replace("watermark: at", "watermark: version")));
    assertThat(ContractDiff.between(table, other).changes())
        .extracting(ContractChange::subject, ContractChange::change)
        .isEqualTo(
            List.of(org.assertj.core.groups.Tuple.tuple("source.watermark", "at -> version")));
  }
}

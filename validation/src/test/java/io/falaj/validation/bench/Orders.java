package io.falaj.validation.bench;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TestSpark;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Orders, made up but always the same ones: twenty columns, and their contract. */
final class Orders {

  /** The columns of the contract, as expressions over a row's number. */
  private static final String[] COLUMNS = {
    "concat('O-', lpad(cast(id AS string), 10, '0')) AS order_id",
    "date_format(at, \"yyyy-MM-dd'T'HH:mm:ss'Z'\") AS ordered_at",
    "concat('s', h1 % 20) AS shop",
    "element_at(array('AE', 'BH', 'KW', 'OM', 'QA', 'SA', 'EG'), cast(h2 % 7 AS int) + 1) AS country",
    "element_at(array('web', 'app', 'shop'), cast(h3 % 3 AS int) + 1) AS channel",
    "concat('P', h4 % 20000) AS product",
    "concat('c', h5 % 500000) AS customer",
    "if(h6 % 5 = 0, concat('SALE', lpad(cast(h6 % 100 AS string), 2, '0')), null) AS coupon",
    "h7 % 9 + 1 AS pieces",
    "if(h8 % 4 = 0, null, h8 % 5 + 1) AS rating",
    "h9 % 1000 AS width",
    "h1 % 999 AS height",
    "h2 % 1000000000000 AS stock",
    "10 + (h3 % 500000) / 100 AS price",
    "if(h4 % 10 = 0, (h4 % 70) / 100, null) AS discount",
    "1 + (h5 % 30000) / 100 AS weight",
    "cast((h3 % 500000) / 2000 AS decimal(10,2)) AS tax",
    "if(h6 % 20 = 0, null, date_add(to_date(at), cast(h7 % 14 AS int))) AS shipped_on",
    "h8 % 2 = 0 AS express",
    "if(h9 % 3 = 0, concat('note ', h9 % 1000, ' of the customer about it'), null) AS note"
  };

  private Orders() {}

  /** The contract, read from its YAML. */
  static Contract contract() {
    return contract(yaml());
  }

  static Contract contract(String yaml) {
    Problems problems = new Problems();
    var contract =
        ConfigFile.parse(yaml, "orders.yaml", DatasetYaml.class, problems)
            .flatMap(read -> Contract.parse(read, problems));
    problems.throwIfAny();
    return contract.orElseThrow();
  }

  static String yaml() {
    try (InputStream in = Orders.class.getResourceAsStream("/bench/orders.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contract without any expectation beside types and nulls. */
  static Contract unchecked() {
    return contract(yaml().replaceFirst("(?s)expectations:.*", ""));
  }

  /** The contract with so many more row expectations, no two of them the same. */
  static Contract more(int count) {
    StringBuilder yaml = new StringBuilder(yaml());
    String[] kinds = {
      "{in_range: {column: price, min: %d, max: 1000%d}, name: more_%d, severity: WARN}",
      "{in_range: {column: width, min: -%d, max: 100%d}, name: more_%d, severity: WARN}",
      "{length: {column: product, min: 1, max: 2%d%d}, name: more_%d, severity: WARN}",
      "{name: more_%3$d, sql: \"stock + %d >= pieces - %d\", severity: WARN}"
    };
    for (int i = 0; i < count; i++) {
      yaml.append("  - ").append(kinds[i % kinds.length].formatted(i, i, i)).append('\n');
    }
    return contract(yaml.toString());
  }

  /**
   * Writes orders as CSV files of whole days.
   *
   * @param folder of the files; what is there goes
   * @param first number of the first order
   * @param count how many, in the order of their times, evenly over the days
   * @param days which days they are of
   * @param files how many files
   */
  static void write(Path folder, long first, long count, DataInterval days, int files) {
    long start = days.start().getEpochSecond();
    long seconds = days.end().getEpochSecond() - start;
    Dataset<Row> rows = TestSpark.session().range(first, first + count, 1, files).toDF("id");
    rows =
        rows.selectExpr(
            "id",
            "timestamp_seconds(%d + (id - %d) * %d div %d) AS at"
                .formatted(start, first, seconds, count));
    for (int i = 1; i <= 9; i++) {
      rows =
          rows.withColumn(
              "h" + i,
              org.apache.spark.sql.functions.expr(
                  "pmod(xxhash64(id, %d), 9223372036854775807)".formatted(i)));
    }
    rows.selectExpr(COLUMNS)
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", "true")
        .csv(folder.toString());
  }

  /** So many whole days from a first one. */
  static DataInterval days(String first, int count) {
    Instant start = Instant.parse(first + "T00:00:00Z");
    return new DataInterval(start, start.plus(java.time.Duration.ofDays(count)));
  }
}

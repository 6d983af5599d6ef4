package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.PostgresServer;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database's table under inserts, updates and deletes, ingested by ranges at random, against what
 * the lake is to hold by the rules alone.
 */
class SnapshotIntakeOracleTest {

  private static final int STEPS = 10;

  private static final String ORDERS =
      """
      dataset: orders
      source: {format: jdbc, connection: shop, table: orders, watermark: version, ranges: 2}
      keys: [id]
      event_time: sold
      partition: month
      columns:
        id: {type: long}
        sold: {type: timestamp, nullable: true}
        pieces: {type: int}
      """;

  @TempDir Path folder;

  /** A row; its month counts from 1, and 0 is none. */
  private record Order(int month, int pieces) {}

  private final Random random = new Random(20130310);
  private final Map<Long, Order> table = new TreeMap<>();
  private final Map<Long, Order> lake = new TreeMap<>();
  private int home;
  private long version;

  @Test
  void theLakeHoldsWhatTheRulesSay() throws IOException {
    try (PostgresServer server = new PostgresServer(folder)) {
      server.run("CREATE TABLE orders (id bigint, sold timestamp, pieces int, version bigint)");
      put(server, 1, new Order(1, 1));
      for (int step = 0; step < STEPS; step++) {
        int first = step == 0 ? 1 : 1 + random.nextInt(3);
        int last = first + random.nextInt(4 - first);
        home =
            home == 0 && table.values().stream().anyMatch(row -> row.month() == 0) ? first : home;
        expect(first, last);
        if (lake.values().stream().noneMatch(row -> in(row, first, last))) {
          continue;
        }
        new Ingest(open(), name -> server.database())
            .execute(
                Contracts.contract(ORDERS),
                folder.toString(),
                DataInterval.parse("2013-%02d-01/2013-%02d-01".formatted(first, last + 1)));
        assertThat(raw()).as("step %d, months %d to %d", step, first, last).isEqualTo(told());
        for (int change = 2 + random.nextInt(9); change > 0; change--) {
          change(server);
        }
      }
    }
    assertThat(lake).hasSizeGreaterThan(10);
    assertThat(version).isGreaterThan(20);
  }

  private boolean in(Order row, int first, int last) {
    int month = row.month() == 0 ? home : row.month();
    return month >= first && month <= last;
  }

  /** Rows of the months asked for are as the table has them, but that those gone stay. */
  private void expect(int first, int last) {
    table.forEach(
        (id, row) -> {
          Order there = lake.get(id);
          if (in(row, first, last) && (there == null || in(there, first, last))) {
            lake.put(id, row);
          }
        });
  }

  private void change(PostgresServer server) {
    long id = 1L + random.nextInt(30);
    Order there = table.get(id);
    if (there != null && random.nextInt(4) == 0) {
      table.remove(id);
      server.run("DELETE FROM orders WHERE id = " + id);
      return;
    }
    // Rows keep their month here: one that leaves a month which is not asked for is a row of both.
    Order known = lake.getOrDefault(id, there);
    int month = known == null ? random.nextInt(4) : known.month();
    put(server, id, new Order(month, random.nextInt(1000)));
  }

  private void put(PostgresServer server, long id, Order row) {
    table.put(id, row);
    version++;
    server.run("DELETE FROM orders WHERE id = " + id);
    server.run(
        "INSERT INTO orders VALUES (%d, %s, %d, %d)"
            .formatted(
                id,
                row.month() == 0 ? "NULL" : "'2013-%02d-11'".formatted(row.month()),
                row.pieces(),
                version));
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    lake.forEach(
        (id, row) ->
            told.add(
                "%d %d %d".formatted(id, row.month() == 0 ? home : row.month(), row.pieces())));
    told.sort(null);
    return told;
  }

  private List<String> raw() {
    return open()
        .query("SELECT id, month(_interval_month), pieces FROM lake.raw.orders")
        .collectAsList()
        .stream()
        .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
        .sorted()
        .toList();
  }

  private Lake open() {
    return TestLake.in(folder).open("orders");
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Exhaustive;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random deliveries against a model in memory: an interval that is ingested has the rows of those
 * contents that some path holds, or held when it was last seen, and that are there or were taken.
 */
class IntakeOracleTest {

  private static final String SALES =
      """
      dataset: sales
      source: {format: csv, path: "in/*.csv", changed: take}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
      """;
  private static final int MONTHS = 4;
  private static final int NO_TIME = 0;

  @TempDir Path folder;
  private final Random random = new Random(Long.getLong("falaj.seed", 7));
  private final Map<String, Content> there = new TreeMap<>();
  private final Map<String, Content> held = new HashMap<>();
  private final Map<Content, Integer> homes = new HashMap<>();
  private final Map<Integer, Set<Content>> taken = new TreeMap<>();
  private int made;

  /** The months of a file's rows; no month, no time. */
  private record Content(int number, List<Integer> months) {
    String text() {
      return "id,sold_at\n"
          + IntStream.range(0, months.size())
              .mapToObj(
                  i ->
                      "c%d-%d,%s\n"
                          .formatted(
                              number,
                              i,
                              months.get(i) == NO_TIME
                                  ? "soon"
                                  : "2013-0%d-05T10:00:00Z".formatted(months.get(i))))
              .collect(Collectors.joining());
    }
  }

  @Test
  void whateverComesAndGoesEachIntervalHasTheRowsOfItsFiles() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    put("f0.csv", new Content(made++, List.of(1, 2, 3, 4, NO_TIME)));
    check(1, MONTHS);
    int steps = Exhaustive.asked() ? 60 : 7;
    for (int i = 0; i < steps; i++) {
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        deliver();
      }
      int first = 1 + random.nextInt(MONTHS);
      check(first, first + random.nextInt(MONTHS + 1 - first));
    }
  }

  private void deliver() throws IOException {
    String some = there.isEmpty() ? "f0.csv" : any(List.copyOf(there.keySet()));
    switch (random.nextInt(6)) {
      case 0, 1 -> put(some, content()); // changed
      case 2 -> {
        Files.deleteIfExists(folder.resolve("in").resolve(some));
        there.remove(some);
      }
      case 3 -> put("g" + random.nextInt(4) + ".csv", there.getOrDefault(some, content()));
      default -> put("f" + made + ".csv", content());
    }
  }

  private Content content() {
    return new Content(
        made++, random.ints(random.nextInt(4), NO_TIME, MONTHS + 1).boxed().toList());
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void put(String name, Content content) throws IOException {
    Files.writeString(folder.resolve("in").resolve(name), content.text());
    there.put(name, content);
  }

  private void check(int first, int last) {
    DataInterval range = DataInterval.parse("2013-0%d-01/2013-0%d-01".formatted(first, last + 1));
    held.putAll(there);
    for (Content content : there.values()) {
      homes.putIfAbsent(content, first);
    }
    for (int month = first; month <= last; month++) {
      Set<Content> now = new HashSet<>(taken.getOrDefault(month, Set.of()));
      now.retainAll(held.values());
      now.addAll(there.values());
      taken.put(month, now);
    }
    String at = "months %d to %d of %s".formatted(first, last, there);
    ingest(range);
    Lake lake = TestLake.in(folder).open("sales");
    assertThat(
            lake.query("SELECT concat(id, ' ', month(_interval_month)) FROM lake.raw.sales")
                .collectAsList())
        .as(at)
        .extracting((Row row) -> row.getString(0))
        .containsExactlyInAnyOrderElementsOf(expected());
    assertThat(ingest(range).upToDate()).as(at).isTrue();
  }

  private Ingest.Result ingest(DataInterval range) {
    return new Ingest(TestLake.in(folder).open("sales"))
        .execute(Contracts.contract(SALES), folder.toString(), range);
  }

  private List<String> expected() {
    List<String> rows = new ArrayList<>();
    taken.forEach(
        (month, contents) -> {
          for (Content content : contents) {
            for (int i = 0; i < content.months().size(); i++) {
              int of = content.months().get(i);
              if (of == month || (of == NO_TIME && month.equals(homes.get(content)))) {
                rows.add("c%d-%d %d".formatted(content.number(), i, month));
              }
            }
          }
        });
    return rows;
  }
}

package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Json;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import io.falaj.validation.suggest.SuggestContract;
import io.falaj.validation.suggest.SuggestContract.Request;
import io.falaj.validation.suggest.SuggestContract.Result;
import io.falaj.validation.suggest.SuggestContract.Unknown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is suggested is a contract, and the data that it was told from meets it. */
class SuggestContractTest {

  @TempDir Path folder = Path.of("");

  private Result suggest(String file) {
    return suggest(file, SourceFormat.Csv.STANDARD);
  }

  private Result suggest(String file, SourceFormat format) {
    return new SuggestContract(TestLake.in(folder).open())
        .execute(
            new Request(
                "things",
                folder.resolve(file).toString(),
                file,
                format,
                EnumSet.allOf(Unknown.class),
                Map.of()));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  /** Ingests what a contract was suggested from: nothing fails but what could not be parsed. */
  private void assertMeets(Result suggested, DataInterval range) {
    Contract contract = Contracts.contract(suggested.yaml());
    Lake lake = TestLake.in(folder).open();
    Ingest.Result result = new Ingest(lake).execute(contract, folder.toString(), range);
    assertThat(result.ignoredColumns()).isEmpty();
    assertThat(result.report().quarantined()).isEqualTo(suggested.unparsed());
    assertThat(result.report().rows()).isEqualTo(suggested.records());
    for (ValidationReport.IntervalReport interval : result.report().intervals()) {
      for (Outcome outcome : interval.outcomes()) {
        boolean known =
            outcome.check().expectation() instanceof Expectation.Parsed
                || (outcome.check().expectation() instanceof Expectation.Unique
                    && suggested.yaml().contains("NOT unique"));
        assertThat(known || outcome.result() != Outcome.Result.NOT_MET)
            .as("%s in%n%s", outcome.describe(), suggested.yaml())
            .isTrue();
      }
    }
  }

  private static String line(Result suggested, String begin) {
    return suggested.yaml().lines().filter(line -> line.startsWith(begin)).findFirst().orElse("");
  }

  @Test
  void theFlightsAreDescribed() throws IOException {
    StringBuilder text = new StringBuilder();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(Contracts.flights().resolve("sample/flights.csv.gz"))),
                StandardCharsets.UTF_8))) {
      // January, with which the file begins.
      reader.lines().limit(27_005).forEach(line -> text.append(line).append('\n'));
    }
    write("flights.csv", text.toString());
    Result flights = suggest("flights.csv");

    assertThat(flights.keys()).containsExactly("carrier", "flight", "time_hour");
    assertThat(line(flights, "keys:"))
        .isEqualTo(
            "keys: [carrier, flight, time_hour]"
                + "  # unique in 27,004 rows, and no smaller set of columns is");
    assertThat(line(flights, "source:"))
        .startsWith("source: {format: csv, path: \"flights.csv\", null_value: NA}  # ")
        .endsWith("fields of columns of numbers or times are NA");
    assertThat(line(flights, "event_time:"))
        .startsWith("event_time: time_hour  # never null; seen 2013-01-01T10:00:00Z to ");
    assertThat(line(flights, "partition:")).isEqualTo("partition: day");
    assertThat(line(flights, "  - {in_set: {column: origin"))
        .matches(
            ".*values: \\[EWR, JFK, LGA\\]}, severity: WARN}"
                + "  # seen: EWR [0-9,]+, (JFK|LGA) [0-9,]+, (JFK|LGA) [0-9,]+");
    assertThat(line(flights, "  - {in_range: {column: distance"))
        .isEqualTo(
            "  - {in_range: {column: distance, min: 0, max: 5474}, severity: WARN}"
                + "  # seen 80 to 4983 in 27,004 rows; margin 10 % of the span, none beyond 0");
    assertThat(line(flights, "  - {matches: {column: dest")).contains("\"[A-Z]{3}\"");
    assertThat(line(flights, "  air_time:"))
        .matches("  air_time: \\{type: int, nullable: true}  # null in \\d{3} of 27,004 rows.*");
    assertThat(line(flights, "  - {completeness: {column: air_time")).contains("have a value");
    assertThat(line(flights, "  distance:")).isEqualTo("  distance: {type: int}  # never null");
    assertMeets(flights, DataInterval.parse("2013-01-01/2013-02-02"));
  }

  @Test
  void anyTableMeetsWhatIsSuggestedOfIt() throws IOException {
    for (int seed = 1; seed <= 4; seed++) {
      Random random = new Random(seed);
      boolean json = seed % 2 == 0;
      List<Map<String, @Nullable Object>> rows = table(random, 60 + random.nextInt(400));
      String file = json ? "t" + seed + ".json" : "t" + seed + ".csv";
      write(file, json ? json(rows) : csv(rows, seed == 1 ? "" : "NA"));
      Result suggested =
          suggest(file, json ? SourceFormat.JsonLines.STANDARD : SourceFormat.Csv.STANDARD);
      // Datasets of one lake have names of their own.
      Result named =
          new Result(
              suggested.yaml().replace("dataset: things", "dataset: things" + seed),
              suggested.records(),
              suggested.unparsed(),
              suggested.keys());
      assertThat(suggested.unparsed()).isEqualTo(1);
      assertMeets(named, DataInterval.parse("2013-03-30/2013-04-04"));
    }
  }

  /** Columns of every kind; the first may tell rows apart, and the second is an event time. */
  private static List<Map<String, @Nullable Object>> table(Random random, int count) {
    int nullsOfTen = random.nextInt(4);
    boolean keyed = random.nextBoolean();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("Row Id", keyed ? i * 3 : random.nextInt(5));
      row.put("at", Instant.parse("2013-03-30T00:00:00Z").plusSeconds(random.nextInt(400_000)));
      row.put("word", List.of("red", "no", "42x", "čaj\n2", "a, \"b\"").get(random.nextInt(5)));
      row.put("text", text(random));
      row.put("code", String.format(Locale.ROOT, "%03d", random.nextInt(1000)));
      row.put("whole", random.nextInt(2000) - 1000);
      row.put("big", random.nextLong());
      row.put("fraction", random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      row.put("nan", random.nextInt(9) == 0 ? "NaN" : "" + random.nextInt(5) + ".5");
      row.put("price", String.format(Locale.ROOT, "%.2f", random.nextDouble() * 1000));
      row.put("flag", random.nextBoolean());
      row.put("day", "2012-0%d-1%d".formatted(1 + random.nextInt(9), random.nextInt(10)));
      row.put("constant", 7);
      row.put("nothing", null);
      row.put("mail", "p" + i + "@example.ae");
      row.keySet().stream()
          .filter(name -> !List.of("Row Id", "at", "constant").contains(name))
          .toList()
          .forEach(
              name ->
                  row.computeIfPresent(name, (key, value) -> dropped(random, nullsOfTen, value)));
      row.putIfAbsent("nothing", null);
      rows.add(row);
    }
    return rows;
  }

  private static @Nullable Object dropped(Random random, int nullsOfTen, Object value) {
    return random.nextInt(10) < nullsOfTen ? null : value;
  }

  private static String text(Random random) {
    String letters = "ab é\t'\"\\\u2028ع𝄞,;#:{}";
    return random
        .ints(random.nextInt(12), 0, letters.codePointCount(0, letters.length()))
        .map(i -> letters.codePointAt(letters.offsetByCodePoints(0, i)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** One record has a field too few. */
  private static String csv(List<Map<String, @Nullable Object>> rows, String nullText) {
    List<String> names = List.copyOf(table(new Random(0), 1).get(0).keySet());
    StringBuilder text = new StringBuilder(String.join(",", names)).append("\nx\n");
    for (Map<String, @Nullable Object> row : rows) {
      text.append(
              names.stream()
                  .map(
                      name -> {
                        Object value = row.get(name);
                        return value == null
                            ? nullText
                            : "\"" + value.toString().replace("\"", "\"\"") + "\"";
                      })
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return text.toString();
  }

  private static String json(List<Map<String, @Nullable Object>> rows) {
    return rows.stream()
        .map(row -> Json.write(row) + "\n")
        .collect(Collectors.joining("", "{\"no\": json\n", ""));
  }

  @Test
  void theSameRecordsGiveTheSameContractHoweverTheyAreDivided() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(
          "%d;%d;%s;%s".formatted(i % 20, i / 20, i % 7 == 0 ? "-" : "" + i * 0.25, "n" + i % 3));
    }
    String header = "a;b;x;word\n";
    write("one.csv", header + String.join("\n", lines));
    Result one = suggest("one.csv");
    assertThat(one.yaml()).isEqualTo(suggest("one.csv").yaml());
    Collections.shuffle(lines, new Random(4));
    write("some1.csv", header + String.join("\n", lines.subList(0, 90)));
    write("some2.csv", header + String.join("\n", lines.subList(90, 91)));
    write("some3.csv", header + String.join("\n", lines.subList(91, 300)));
    assertThat(body(suggest("some*.csv"))).isEqualTo(body(one));
    assertThat(line(one, "source:")).contains("delimiter: \";\", null_value: \"-\"}");
    assertThat(line(one, "keys:")).startsWith("keys: [a, b]");
  }

  private static String body(Result result) {
    return result
        .yaml()
        .lines()
        .filter(line -> !line.startsWith("# Suggested") && !line.startsWith("source:"))
        .collect(Collectors.joining("\n"));
  }

  /** Small numbers of a long are no int, and two digits behind the point are no decimal. */
  @Test
  void theTypesThatFilesStateAreKept() throws IOException {
    TestSpark.session()
        .range(40)
        .selectExpr(
            "id",
            "cast(id AS smallint) AS small",
            "id / 4 AS quarter",
            "cast(id / 4 AS float) AS single",
            "cast(9999999.99 - id AS decimal(9,2)) AS price",
            "cast(id AS string) AS text",
            "cast(null AS int) AS nothing",
            "timestamp_seconds(1357000000 + id) AS at",
            "array(id) AS list")
        .write()
        .parquet(folder.resolve("p").toString());
    Result parquet = suggest("p", new SourceFormat.Parquet());
    assertThat(parquet.yaml().lines().filter(line -> line.startsWith("  ") && !line.contains("- ")))
        .extracting(line -> line.replaceFirst("(, nullable.*)?}.*", ""))
        .containsExactly(
            "  id: {type: long",
            "  small: {type: int",
            "  quarter: {type: double",
            "  single: {type: float",
            "  price: {type: \"decimal(9,2)\"",
            "  text: {type: string",
            "  nothing: {type: int",
            "  at: {type: timestamp",
            "  list: {type: string");
    assertThat(line(parquet, "  - {in_range: {column: price")).contains("max: 9999999.99}");
    assertMeets(parquet, DataInterval.parse("2013-01-01/2013-01-02"));
  }

  @Test
  void valuesThatNameAPersonAreNowhereInTheContract() throws IOException {
    StringBuilder text = new StringBuilder("mail,phone,card,account,visits\n");
    for (int i = 0; i < 60; i++) {
      text.append(
          "%s,+97150%07d,784-1990-%07d-1,AE070331234567890123456,%d\n"
              .formatted(
                  i % 20 == 0 ? "unknown" : "reader" + i + "@example.ae", i * 131, i, i % 9));
    }
    write("people.csv", text.toString());
    Result people = suggest("people.csv");
    assertThat(people.yaml()).doesNotContain("reader", "97150", "1990", "AE07", "unknown");
    assertThat(line(people, "  mail:"))
        .isEqualTo(
            "  mail: {type: string, personal: direct_identifier}"
                + "  # 95.0 % of its values look like e-mail addresses; never null");
    assertThat(line(people, "  phone:")).contains("100.0 % of its values look like phone numbers");
    assertThat(line(people, "  card:")).contains("look like Emirates ID numbers");
    assertThat(line(people, "  account:")).contains("look like IBANs");
    assertMeets(people, DataInterval.WHOLE);
  }

  @Test
  void recordsThatCannotBeParsedAreCountedAndTablesWithoutAKeySaySo() throws IOException {
    write("twice.csv", "a,b\n1,x\n1,x\n2,y\n3\n4,z,5\n");
    Result twice = suggest("twice.csv");
    assertThat(twice.unparsed()).isEqualTo(2);
    assertThat(twice.yaml())
        .contains("# Records that could not be parsed: 2. Nothing is told from them;")
        .contains("keys: [a, b]  # NOT unique: 1 of 3 rows repeat")
        .contains("  - {unique: {columns: [a, b]}, severity: WARN}");
    assertMeets(twice, DataInterval.WHOLE);

    write("holes.csv", "a,row_hash\n1,\n,2\n");
    Result holes = suggest("holes.csv");
    assertThat(holes.keys()).containsExactly("row_hash_2");
    assertThat(holes.yaml()).contains("so it is the whole row; 0 of 2 repeat one before them");
    assertMeets(
        new Result(
            holes.yaml().replace("dataset: things", "dataset: holes"),
            holes.records(),
            holes.unparsed(),
            holes.keys()),
        DataInterval.WHOLE);
  }

  @Test
  void whatHasNothingToTellIsRefused() throws IOException {
    write("header.csv", "a,b\n");
    assertThatThrownBy(() -> suggest("header.csv"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("header.csv has 0 records, and none could be parsed");
    write("broken.json", "no\njson\n");
    assertThatThrownBy(() -> suggest("broken.json", SourceFormat.JsonLines.STANDARD))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("broken.json has no column that every file has once");
    assertThatThrownBy(() -> suggest("none.csv"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("none.csv does not exist.");
    write("double.csv", "a,b,a\n1,2,3\n");
    assertThat(suggest("double.csv").yaml())
        .contains("# Left out, since not every file has them once: a.");
  }
}

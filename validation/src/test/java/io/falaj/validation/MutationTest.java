package io.falaj.validation;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Exhaustive;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good input with seeded damages: every record ends in clean or quarantine, or its file is left out
 * with a reason, or the configuration is refused with its place; and nothing of it is lost. Ten
 * thousand in an exhaustive run, else a part of them.
 */
class MutationTest {

  private static final int FILES = 400;
  private static final int ROUNDS = Exhaustive.asked() ? 10 : 1;

  private static final String READINGS =
      """
      dataset: readings
      source: {format: %s, path: "in/*", unreadable: set_aside}
      keys: [id]
      partition: whole
      columns:
        id: {type: string}
        taken: {type: timestamp}
        amount: {type: double}
        note: {type: string, nullable: true}
      expectations:
        - {in_range: {column: amount, min: 0}, severity: QUARANTINE}
      """;

  private static final String CSV =
      """
      id,taken,amount,note
      k1,2013-01-01T05:00:00Z,1.50,plain
      k2,2013-01-02T06:30:00Z,22.25,"quoted, with ""quotes"" and
      a second line"
      k3,2013-03-10T07:00:00Z,-3,مطار دبي
      k4,2013-11-03T06:00:00Z,4e2,
      k5,2013-12-31T23:59:59.999999Z,0,last
      """;

  private static final String JSON =
      """
      {"id":"k1","taken":"2013-01-01T05:00:00Z","amount":1.50,"note":"plain"}
      {"id":"k2","taken":"2013-01-02T06:30:00Z","amount":22.25,"note":"with \\"quotes\\", {braces}"}
      {"id":"k3","taken":"2013-03-10T07:00:00Z","amount":-3,"note":"مطار دبي"}
      {"id":"k4","taken":"2013-11-03T06:00:00Z","amount":4e2,"note":null}
      {"note":"last","amount":0,"taken":"2013-12-31T23:59:59.999999Z","id":"k5"}
      """;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @TempDir Path folder;

  @Test
  void damagedCsvLosesNothing() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, String> files = write("csv" + round, CSV, 100 + round);
      Ingested done = ingest("csv" + round, "csv", files);
      files.forEach(
          (name, text) -> {
            List<Row> rows = done.rows(name);
            String head = text.lines().findFirst().orElse("");
            // Of a header of other columns it cannot be said here which of them a record lost.
            if (head.equals("id,taken,amount,note") && !done.setAside().containsKey(name)) {
              assertThat(letters(done.text(name)))
                  .as(name + ": " + text)
                  .isEqualTo(letters(text.substring(text.indexOf(head) + head.length())));
            }
            if (text.indexOf('"') < 0 && !done.setAside().containsKey(name)) {
              long lines = text.lines().filter(line -> !line.isEmpty()).count() - 1;
              assertThat(rows).as(name + ": " + text).hasSize((int) lines);
            }
            rows.forEach(row -> linesEndBetweenQuotes(row, text));
          });
      assertThat(done.setAside()).isNotEmpty();
    }
  }

  /** A value of several lines stands in the file between quotes: no other record is in it. */
  private static void linesEndBetweenQuotes(Row row, String text) {
    for (String column : List.of("id", "taken", "amount", "note")) {
      String value = row.getAs(column);
      if (value != null && value.indexOf('\n') >= 0) {
        assertThat(text).contains('"' + value.replace("\"", "\"\"") + '"');
      }
    }
  }

  @Test
  void damagedJsonLosesNothing() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, String> files = write("json" + round, JSON, 200 + round);
      Ingested done = ingest("json" + round, "json_lines", files);
      assertThat(done.setAside()).as("each record stands for itself").isEmpty();
      files.forEach(
          (name, text) -> {
            List<String> lines =
                text.replaceFirst("^\uFEFF", "").lines().filter(line -> !line.isBlank()).toList();
            List<Row> rows = done.rows(name);
            assertThat(rows).as(name + ": " + text).hasSize(lines.size());
            for (int i = 0; i < rows.size(); i++) {
              sameRecord(rows.get(i), lines.get(i));
            }
          });
    }
  }

  private static void sameRecord(Row row, String line) {
    Optional<JsonNode> parsed = parsed(line);
    if (parsed.isEmpty()) {
      assertThat(row.<String>getAs("_problem")).as(line).isNotNull();
      assertThat(row.<String>getAs("_text")).isEqualTo(line);
    } else if (row.<String>getAs("_problem") == null) {
      for (String column : List.of("id", "note")) {
        JsonNode value = parsed.get().path(column);
        if (value.isTextual()) {
          assertThat(row.<String>getAs(column)).as(line).isEqualTo(value.textValue());
        } else if (value.isNull() || value.isMissingNode()) {
          assertThat(row.<String>getAs(column)).as(line).isNull();
        }
      }
    }
  }

  private static Optional<JsonNode> parsed(String line) {
    if (line.indexOf('\uFFFD') >= 0) {
      return Optional.empty();
    }
    try {
      JsonNode node = STRICT.readTree(line);
      return node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  @Test
  void aDamagedContractIsWholeOrRefusedWithItsPlace() throws IOException {
    byte[] good = READINGS.formatted("csv").getBytes(StandardCharsets.UTF_8);
    Mutation mutation = new Mutation(new Random(300));
    int refused = 0;
    for (int i = 0; i < FILES * ROUNDS / 2; i++) {
      Path file = Files.write(folder.resolve("d.yaml"), mutation.of(good));
      Problems problems = new Problems();
      Optional<Contract> contract =
          ConfigFile.read(file, "d.yaml", DatasetYaml.class, problems)
              .flatMap(yaml -> Contract.parse(yaml, problems));
      assertThat(contract.isPresent())
          .as(Files.readString(file, StandardCharsets.ISO_8859_1) + problems.messages())
          .isEqualTo(problems.isEmpty());
      refused += contract.isPresent() ? 0 : 1;
      assertThat(problems.messages())
          .allMatch(message -> message.matches("(?s)d\\.yaml(:\\d+:\\d+)?: .{10,}"));
    }
    assertThat(refused).isBetween(1, FILES * ROUNDS / 2 - 1);
  }

  /** What became of files. */
  private record Ingested(Map<String, List<Row>> byFile, Map<String, String> setAside) {

    /** The records of a file, in order. */
    List<Row> rows(String file) {
      return byFile.getOrDefault(file, List.of());
    }

    /** All text of a file's records. */
    String text(String file) {
      StringBuilder text = new StringBuilder();
      for (Row row : rows(file)) {
        for (String column : List.of("_text", "id", "taken", "amount", "note")) {
          String value = row.getAs(column);
          text.append(value == null ? "" : value);
        }
      }
      return text.toString();
    }
  }

  /** Writes damaged files, and tells their text as UTF-8 has it, without those that are alike. */
  private Map<String, String> write(String name, String good, int seed) throws IOException {
    Path in = Files.createDirectories(folder.resolve(name).resolve("in"));
    Mutation mutation = new Mutation(new Random(seed));
    Map<String, String> files = new HashMap<>();
    Map<String, String> known = new HashMap<>();
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = mutation.of(good.getBytes(StandardCharsets.UTF_8));
      String file = "f%04d.txt".formatted(i);
      Files.write(in.resolve(file), bytes);
      if (known.put(new String(bytes, StandardCharsets.ISO_8859_1), file) == null) {
        files.put(file, new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private Ingested ingest(String name, String format, Map<String, String> files) {
    Path place = folder.resolve(name);
    TestLake lakes = TestLake.in(place);
    Ingest.Result result =
        new Ingest(lakes.open("readings"))
            .execute(
                Contracts.contract(READINGS.formatted(format)),
                place.toString(),
                DataInterval.WHOLE);
    Lake lake = lakes.open("readings");
    Map<String, List<Row>> byFile =
        lake.query("SELECT * FROM lake.raw.readings").collectAsList().stream()
            .collect(groupingBy(row -> row.<String>getAs("_source")));
    byFile.forEach(
        (file, rows) -> {
          rows.sort(Comparator.comparing(MutationTest::ordinal));
          assertThat(rows.stream().map(MutationTest::ordinal))
              .as(file)
              .containsExactlyElementsOf(
                  IntStream.range(0, rows.size()).mapToObj(Integer::valueOf).toList());
        });
    Map<String, String> aside = new HashMap<>();
    result
        .found()
        .setAside()
        .forEach(unreadable -> aside.put(unreadable.file().name(), unreadable.reason()));
    assertThat(aside.values()).allMatch(reason -> reason.startsWith("Source file "));
    assertThat(files.keySet())
        .allMatch(
            file -> byFile.containsKey(file) != aside.containsKey(file) || empty(files, file));
    assertThat(result.report().rows())
        .isEqualTo(result.report().clean() + result.report().quarantined())
        .isEqualTo(byFile.values().stream().mapToLong(List::size).sum());
    return new Ingested(byFile, aside);
  }

  private static boolean empty(Map<String, String> files, String file) {
    return files.getOrDefault(file, "").lines().filter(line -> !line.isBlank()).count() < 2;
  }

  private static int ordinal(Row row) {
    String identity = row.getAs("_row");
    return Integer.parseInt(identity.substring(identity.indexOf(':') + 1));
  }

  private static String letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

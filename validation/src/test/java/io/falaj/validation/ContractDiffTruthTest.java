package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.validation.ContractChange.Kind;
import io.falaj.validation.Expectation.InRange;
import io.falaj.validation.Expectation.InSet;
import io.falaj.validation.Expectation.Length;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a diff says against what values pass, and what the lake does. */
class ContractDiffTruthTest {

  @Test
  void commentsDescriptionsAndLayoutAreNoChange() {
    String same =
        "# a comment\n"
            + ContractDiffTest.with(
                    "pieces: {type: int, nullable: true}",
                    "pieces:\n    nullable: yes\n    type: int")
                .replace("dataset: sales\n", "dataset: sales\ndescription: Sold.\nowner: me\n");
    ContractDiff diff =
        ContractDiff.between(Contracts.contract(ContractDiffTest.BASE), Contracts.contract(same));
    assertThat(diff.changes()).isEmpty();
    assertThat(diff.compatible()).isTrue();
    assertThat(diff.before()).isEqualTo(diff.after());
  }

  @Test
  void severalChangesOfOneContractAreAllTold() {
    String now =
        ContractDiffTest.with("min: 1, max: 100", "min: 2, max: 200")
            .replace("max: 80}, severity: QUARANTINE", "max: 60}, severity: FAIL");
    assertThat(ContractDiffTest.changes(ContractDiffTest.BASE, now))
        .extracting(ContractChange::kind)
        .containsExactly(
            Kind.EXPECTATION_TIGHTENED,
            Kind.EXPECTATION_LOOSENED,
            Kind.EXPECTATION_TIGHTENED,
            Kind.SEVERITY);
  }

  /** Against brute force: of all values, which pass the one and not the other. */
  @Test
  void whatIsTightenedOrLoosenedAgreesWithTheValuesThatPass() {
    Random random = new Random(11);
    Contract contract = Contracts.contract(ContractDiffTest.BASE);
    List<Integer> values = IntStream.rangeClosed(-3, 13).boxed().toList();
    for (int i = 0; i < 2000; i++) {
      Integer[] ends = new Integer[4];
      for (int e = 0; e < 4; e++) {
        boolean open = i % 3 != 2 && e % 2 == 1 && random.nextInt(4) == 0;
        ends[e] = open ? null : Integer.valueOf(random.nextInt(10));
      }
      Expectation was;
      Expectation is;
      if (i % 3 == 0) {
        was = new InRange("pieces", "" + ends[0], ends[1] == null ? null : "" + ends[1] + ".0");
        is = new InRange("pieces", "" + ends[2], ends[3] == null ? null : "" + ends[3]);
      } else if (i % 3 == 1) {
        was = new Length("note", OptionalInt.of(ends[0]), optional(ends[1]));
        is = new Length("note", OptionalInt.of(ends[2]), optional(ends[3]));
      } else {
        was = new InSet("pieces", List.of("" + ends[0], "" + ends[1]));
        is = new InSet("pieces", List.of("" + ends[2], "" + ends[3]));
      }
      // Empty ranges are refused where a contract is read.
      if (i % 3 != 2 && (empty(ends[0], ends[1]) || empty(ends[2], ends[3]))) {
        continue;
      }
      Predicate<Integer> passed = passes(was);
      Predicate<Integer> passes = passes(is);
      Shift shift = new Shift();
      new ExpectationDiff(contract, shift).compare(was, is);
      assertThat(!shift.tightened().isEmpty())
          .as("%s -> %s tightened", was, is)
          .isEqualTo(values.stream().anyMatch(v -> passed.test(v) && !passes.test(v)));
      assertThat(!shift.loosened().isEmpty())
          .as("%s -> %s loosened", was, is)
          .isEqualTo(values.stream().anyMatch(v -> !passed.test(v) && passes.test(v)));
      assertThat(shift.untold()).isEmpty();
    }
  }

  private static boolean empty(Integer min, @Nullable Integer max) {
    return max != null && min > max;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Predicate<Integer> passes(Expectation expectation) {
    if (expectation instanceof InRange range) {
      return value ->
          (range.min() == null || new BigDecimal(range.min()).intValueExact() <= value)
              && (range.max() == null || new BigDecimal(range.max()).intValueExact() >= value);
    } else if (expectation instanceof Length length) {
      return value ->
          value >= length.min().orElse(Integer.MIN_VALUE)
              && value <= length.max().orElse(Integer.MAX_VALUE);
    }
    return value -> ((InSet) expectation).values().contains("" + value);
  }

  private static final String SMALL =
      """
      dataset: sales
      source: {format: json_lines, path: sales.json}
      keys: [id]
      partition: whole
      columns:
        id: {type: int}
        x: {type: int, nullable: true}
      """;

  /** What the verdicts say of tables is what the lake does. */
  @Test
  void theLakeDoesWhatIsSaidOfColumns(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("sales.json"), "{\"id\": 1, \"x\": 2, \"y\": 3}\n");
    Lake lake = TestLake.in(folder).open("sales");
    Ingest ingest = new Ingest(lake);
    ingest.execute(Contracts.contract(SMALL), folder.toString(), DataInterval.WHOLE);

    String wider = SMALL.replace("x: {type: int", "x: {type: long");
    ContractChange widened = only(ContractDiffTest.changes(SMALL, wider));
    assertThat(widened.kind()).isEqualTo(Kind.TYPE_WIDENED);
    assertThat(widened.breaks()).isFalse();
    ingest.execute(Contracts.contract(wider), folder.toString(), DataInterval.WHOLE);
    assertThat(rows(lake, "id, x, typeof(x)")).containsExactly("[1,2,bigint]");
    assertThat(rows(lake, "typeof(x)", "VERSION AS OF 0")).containsExactly("[int]");

    String more = wider + "  y: {type: int, nullable: true}\n";
    assertThat(only(ContractDiffTest.changes(wider, more)).breaks()).isFalse();
    ingest.execute(Contracts.contract(more), folder.toString(), DataInterval.WHOLE);
    assertThat(rows(lake, "id, x, y")).containsExactly("[1,2,3]");
    assertThat(rows(lake, "* EXCEPT (_row, _interval)", "VERSION AS OF 0"))
        .containsExactly("[1,2]");

    refused(
        lake,
        folder,
        more,
        more.replace("y: {type: int", "y: {type: string"),
        "Column y of table clean.sales is int, and the definition now makes it string. Give the new"
            + " one another name, or write to another lake.");
    refused(
        lake,
        folder,
        more,
        SMALL.replace("x: {type: int", "x: {type: long"),
        "Column y of table clean.sales is int, and the definition has it no more. Keep it, nullable"
            + " if there is nothing to put in, or write to another lake.");
    refused(
        lake,
        folder,
        more,
        more.replace("y: {type", "z: {from: y, type"),
        "Column y of table clean.sales is int, and the definition has it no more. Keep it, nullable"
            + " if there is nothing to put in, or write to another lake.");
    refused(
        lake,
        folder,
        more,
        more + "  z: {type: int, from: y}\n",
        "Column z of table clean.sales is not there, and the definition adds it as int, not null:"
            + " rows that are there have no value of it. Make it nullable, or write to another lake.");
  }

  /** The diff says that it breaks, and not a file is written, of raw neither. */
  private static void refused(Lake lake, Path folder, String was, String is, String message) {
    assertThat(only(ContractDiffTest.changes(was, is)).breaks()).isTrue();
    List<Long> before = versions(lake);
    long files = files(folder);
    assertThatThrownBy(
            () ->
                new Ingest(lake)
                    .execute(Contracts.contract(is), folder.toString(), DataInterval.WHOLE))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                new Replay(lake)
                    .execute(Contracts.contract(is), folder.toString(), DataInterval.WHOLE))
        .isInstanceOf(FalajException.class);
    assertThat(versions(lake)).isEqualTo(before);
    assertThat(files(folder)).isEqualTo(files);
  }

  private static List<Long> versions(Lake lake) {
    return lake.tables().stream().map(table -> lake.pin(table).version()).toList();
  }

  private static long files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContractChange only(List<ContractChange> changes) {
    assertThat(changes).hasSize(1);
    return changes.get(0);
  }

  private static List<String> rows(Lake lake, String... columnsAndVersion) {
    String version = columnsAndVersion.length > 1 ? columnsAndVersion[1] : "";
    return lake
        .query("SELECT %s FROM lake.clean.sales %s".formatted(columnsAndVersion[0], version))
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }
}

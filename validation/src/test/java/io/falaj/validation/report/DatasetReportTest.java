package io.falaj.validation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Check;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetYaml;
import io.falaj.validation.Ingest;
import io.falaj.validation.Severity;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTap;
import io.falaj.validation.report.ExpectationHistory.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReportTest {

  private static final DataInterval SPRING = DataInterval.parse("2013-01-01/2013-04-01");

  private static final String SALES =
      """
      dataset: sales
      description: What the shops sold.
      owner: shops
      source: {format: json_lines, path: in, unreadable: set_aside}
      keys: [id, buyer]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        buyer: {type: string, personal: direct_identifier}
        sold_at: {type: timestamp}
        shop: {type: string}
        pieces: {type: int, nullable: true}
        note: {type: string, nullable: true}
        initial: {type: string, nullable: true, expression: "substr(buyer, 1, 9)"}
        day: {type: date, nullable: true, expression: "cast(sold_at AS date)"}
      expectations:
        - {in_range: {column: pieces, min: 1}, severity: QUARANTINE}
        - {length: {column: initial, max: 8}, severity: QUARANTINE}
        - {matches: {column: buyer, pattern: "[A-Z].*"}, severity: WARN}
        - {completeness: {column: note, min: 0.9}, severity: WARN}
        - {row_count: {min: 2}, severity: FAIL}
      """;

  @TempDir Path folder;

  static Contract contract(String yaml) {
    Problems problems = new Problems();
    Optional<Contract> contract =
        ConfigFile.parse(yaml, "d.yaml", DatasetYaml.class, problems)
            .flatMap(read -> Contract.parse(read, problems));
    problems.throwIfAny();
    return contract.orElseThrow();
  }

  private static String sale(String id, String buyer, String day, Object pieces) {
    return "{\"id\":\"%s\",\"buyer\":\"%s\",\"sold_at\":\"%sT10:00:00Z\",\"shop\":\"<b>\",\"pieces\":%s}\n"
        .formatted(id, buyer, day, pieces);
  }

  @Test
  void thePageShowsWhatIsExpectedWhatWasSeenAndNobodysName() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    String january =
        sale("1", "Aisha", "2013-01-05", 1)
            + sale("2", "Rashid", "2013-01-05", 0)
            + sale("3", "Alexandria", "2013-01-06", 2)
            + "Khalifa bought nothing\n";
    Files.writeString(in.resolve("a.jsonl"), january);
    Files.writeString(in.resolve("copy.jsonl"), january);
    Files.writeString(
        in.resolve("b.jsonl"),
        sale("4", "mariam", "2013-02-05", "null")
            + sale("5", "Omar", "2013-02-05", 3)
            + sale("6", "Sara", "2013-03-05", 3));
    Files.write(in.resolve("c.jsonl.gz"), "no archive".getBytes(StandardCharsets.UTF_8));
    Lake lake = TestLake.in(folder).open("sales");
    Contract contract = contract(SALES);
    assertThatThrownBy(() -> new DatasetReport(lake).execute(contract, SPRING))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Nothing of dataset sales was ingested in 2013-01-01/2013-04-01, so there is nothing to"
                + " show. Run ingest first, or ask for another --interval.");
    assertThatThrownBy(() -> new Ingest(lake).execute(contract, folder.toString(), SPRING))
        .hasMessageContaining("refuses 1 of 3 intervals");

    DatasetReport.Result result = new DatasetReport(lake).execute(contract, SPRING);
    DatasetModel model = result.model();

    assertThat(model.intervals())
        .extracting(IntervalRows::rows, IntervalRows::clean, IntervalRows::quarantined)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(4L, 1L, 3L),
            org.assertj.core.groups.Tuple.tuple(2L, 2L, 0L),
            org.assertj.core.groups.Tuple.tuple(1L, 0L, 0L));
    assertThat(model.intervals().get(2).held()).isEqualTo(1);
    assertThat(model.expectations())
        .extracting(ExpectationHistory::name)
        .as("the worst first")
        .startsWith("completeness_note");
    assertThat(model.expectations())
        .filteredOn(one -> one.name().equals("in_range_pieces"))
        .singleElement()
        .matches(one -> one.failed() == 1 && one.missed() == 1 && one.seen().size() == 3);
    assertThat(model.columns().get(0).column().name()).isEqualTo("note");
    assertThat(model.badRows())
        .extracting(row -> row.expectation() + " " + row.value() + " " + row.key())
        .containsExactlyInAnyOrder(
            "in_range_pieces 0 id=2, buyer=•••",
            "length_initial ••• id=3, buyer=•••",
            "parsed ••• id=null, buyer=•••");
    assertThat(model.files())
        .extracting(file -> file.file() + " " + file.status())
        .containsExactlyInAnyOrder("copy.jsonl duplicate", "c.jsonl.gz unreadable");
    String html = new String(result.html(), StandardCharsets.UTF_8);
    assertThat(html)
        .contains(
            "Dataset sales",
            "What the shops sold.",
            "pieces &gt;= 1",
            ">2013-02</text>",
            "a.jsonl:1",
            "&lt;b&gt;",
            ">2013-01-05<",
            ">2013-02-05<",
            ">2013-02-05T10:00:00Z<")
        .doesNotContain("1970-01-01")
        .doesNotContain("Aisha", "Rashid", "Alexandr", "Khalifa", "mariam", "Omar", "<b>");
    assertThat(new DatasetReport(lake).execute(contract, SPRING).html())
        .as("the same records, the same bytes")
        .isEqualTo(result.html());
  }

  @Test
  void aThousandColumnsWithTwoExpectationsEachAreAPageOfBoundedSize() {
    StringBuilder yaml = new StringBuilder(SALES.substring(0, SALES.indexOf("keys:")));
    yaml.append("keys: [c0]\npartition: whole\ncolumns:\n");
    StructType schema = new StructType().add("_interval", "string");
    for (int i = 0; i < 1000; i++) {
      yaml.append("  c%d: {type: int, nullable: %s}\n".formatted(i, i > 0));
      schema = schema.add("c" + i, "int");
    }
    yaml.append("expectations:\n");
    for (int i = 0; i < 1000; i++) {
      yaml.append("  - {in_range: {column: c%d, min: 0}, severity: WARN}\n".formatted(i));
      yaml.append("  - {completeness: {column: c%d, min: 0.9}, severity: WARN}\n".formatted(i));
    }
    Contract contract = contract(yaml.toString());
    ProfileObserver observer =
        new ProfileObserver(contract.columns().stream().map(c -> c.name()).toArray(String[]::new));
    ProfileTap tap = observer.open(schema);
    for (int row = 0; row < 50; row++) {
      Object[] values = new Object[1001];
      for (int i = 0; i < 1000; i++) {
        values[i + 1] = (row + i) % 7 == 0 ? null : row * i;
      }
      InternalRow one = new GenericInternalRow(values);
      observer.observe(tap, one);
    }
    Map<String, ProfileState> profiles = tap.profiles().byColumn();
    List<ColumnHistory> columns = new ArrayList<>();
    contract
        .columns()
        .forEach(
            column -> {
              ProfileState state = Objects.requireNonNull(profiles.get(column.name()));
              columns.add(
                  new ColumnHistory(
                      column,
                      false,
                      0,
                      new TreeMap<>(
                          Map.of(
                              DataInterval.parse("2013-01-01/2013-01-02"), state,
                              DataInterval.parse("2013-01-02/2013-01-03"), state)),
                      state.merge(state)));
            });
    List<ExpectationHistory> expectations =
        contract.checks().stream()
            .filter(check -> check.severity() == Severity.WARN)
            .map(DatasetReportTest::missedOfTwoDays)
            .toList();
    assertThat(expectations).hasSize(2000);
    List<IntervalRows> intervals =
        List.of(new IntervalRows(DataInterval.parse("2013-01-01/2013-01-02"), 50, 50, 0, 0));
    String html =
        DatasetPage.of(
                new DatasetModel(
                    contract,
                    SPRING,
                    "–",
                    intervals,
                    expectations,
                    columns,
                    List.of(),
                    List.of(),
                    1))
            .toString();
    assertThat(html).contains("<code>c0</code>", "<code>c999</code>", ">01-02</text>");
    Set<String> named =
        Pattern.compile("<code>(\\w+)</code>")
            .matcher(html)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(expectations).allMatch(one -> named.contains(one.name()));
    assertThat(html.split("<svg", -1))
        .as("the mark, the rows, some expectations and some columns")
        .hasSize(1 + 1 + 1 + 6 + 6);
    assertThat(html.length()).isLessThan(2_000_000);
  }

  private static ExpectationHistory missedOfTwoDays(Check check) {
    return new ExpectationHistory(
        check.name(),
        check.expectation().describe(),
        check.severity().name(),
        check.expectation().columns(),
        Stream.of("2013-01-01/2013-01-02", "2013-01-02/2013-01-03")
            .map(day -> new Seen(DataInterval.parse(day), 50, 7, 7, true, "7 of 50 rows fail"))
            .toList());
  }
}

package io.falaj.validation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TestLake;
import io.falaj.validation.Contract;
import io.falaj.validation.Ingest;
import io.falaj.validation.Replay;
import io.falaj.validation.ValidationTable;
import io.falaj.validation.profile.ProfileKind;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page shows of records that outlived their contract, or that nothing was committed of. */
class DatasetRecordsTest {

  private static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval SPRING = DataInterval.parse("2013-01-01/2013-04-01");

  private static final String NEW_MAIL =
      "  - {anomaly: {metric: new_categories, column: mail, warm_up: 1}}\n";

  private static final String VISITS =
      """
      dataset: visits
      source: {format: json_lines, path: "*.jsonl"}
      keys: [id]
      event_time: at
      partition: month
      columns:
        id: {type: string}
        at: {type: timestamp}
        mail: {type: string}
      expectations:
        - {row_count: {min: 1}, severity: WARN}
      """
          + NEW_MAIL;

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void open() {
    lake = TestLake.in(folder);
  }

  private void write(String file, String... visits) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String visit : visits) {
      String[] parts = visit.split(" ", -1);
      lines.append(
          "{\"id\":\"%s\",\"at\":\"%sT10:00:00Z\",\"mail\":\"%s\"}\n"
              .formatted(parts[0], parts[1], parts[2]));
    }
    Files.writeString(folder.resolve(file), lines);
  }

  private void ingest(String yaml, DataInterval range) {
    new Ingest(lake.open("visits"))
        .execute(DatasetReportTest.contract(yaml), folder.toString(), range);
  }

  private DatasetReport.Result page(String yaml) {
    return new DatasetReport(lake.open("visits")).execute(DatasetReportTest.contract(yaml), SPRING);
  }

  private static List<String> words(DatasetModel model, String expectation) {
    return model.expectations().stream()
        .filter(one -> one.name().equals(expectation))
        .flatMap(one -> one.seen().stream())
        .map(ExpectationHistory.Seen::words)
        .toList();
  }

  private static ColumnHistory mail(DatasetModel model) {
    return model.columns().stream()
        .filter(one -> one.column().name().equals("mail"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ofAColumnThatBecamePersonalCountsAloneAreShownAndNothingThatWasSeen() throws IOException {
    write("a.jsonl", "1 2013-01-05 ali@x.ae", "2 2013-02-05 zoe@x.ae");
    ingest(VISITS, DataInterval.parse("2013-01-01/2013-03-01"));
    assertThat(words(page(VISITS).model(), "anomaly_new_categories_mail").get(1))
        .startsWith("1 new: 'zoe@x.ae'");

    String tagged =
        VISITS
            .replace(NEW_MAIL, "")
            .replace("mail: {type: string}", "mail: {type: string, personal: direct_identifier}");
    write("b.jsonl", "3 2013-03-05 sami@x.ae");
    ingest(tagged, DataInterval.parse("2013-03-01/2013-04-01"));
    DatasetReport.Result personal = page(tagged);
    assertThat(new String(personal.html(), StandardCharsets.UTF_8)).doesNotContain("@x.ae");
    assertThat(words(personal.model(), "anomaly_new_categories_mail"))
        .containsExactly(Disclosure.MASK, Disclosure.MASK);
    assertThat(words(personal.model(), "row_count"))
        .as("counts tell of nobody")
        .containsExactly("1 rows", "1 rows", "1 rows");

    for (DatasetModel model : List.of(personal.model(), page(VISITS).model())) {
      assertThat(mail(model).whole().kind())
          .as("what all intervals keep of it, now and when it is personal no more")
          .isEqualTo(ProfileKind.COUNTS);
      assertThat(mail(model).whole().counts().rows()).isEqualTo(3);
      assertThat(mail(model).profiles()).hasSize(3);
    }
  }

  @Test
  void whatIsCommittedIsShownAndNothingElse() throws IOException {
    write("a.jsonl", "1 2013-01-05 ali@x.ae", "2 2013-01-06 zoe@x.ae");
    ingest(VISITS, JANUARY);
    byte[] before = page(VISITS).html();
    recordAsARunThatDied(DatasetReportTest.contract(VISITS));
    assertThat(page(VISITS).html()).isEqualTo(before);

    String strict =
        VISITS + "  - {in_set: {column: mail, values: [nobody]}, severity: QUARANTINE}\n";
    new Replay(lake.open("visits"))
        .execute(DatasetReportTest.contract(strict), folder.toString(), JANUARY);
    DatasetModel after = page(strict).model();
    assertThat(after.intervals())
        .singleElement()
        .matches(rows -> rows.clean() == 0 && rows.quarantined() == 2);
    assertThat(after.columns()).as("no row is clean any more").isEmpty();
  }

  /** Of a later version of the tables, which no commit names. */
  private void recordAsARunThatDied(Contract contract) {
    Lake died = lake.open("visits");
    List<Row> judged = new ArrayList<>();
    for (Row row : died.read(ValidationTable.NAME).collectAsList()) {
      Object[] values = new Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(i);
      }
      values[row.fieldIndex("version")] = row.<Long>getAs("version") + 9;
      values[row.fieldIndex("clean")] = 99L;
      values[row.fieldIndex("run_id")] = died.run().runId();
      values[row.fieldIndex("recorded_at")] = Timestamp.from(TestLake.START.plusSeconds(60));
      judged.add(RowFactory.create(values));
    }
    died.appendBookkeeping(ValidationTable.SPEC, judged);
    Profiles profiles =
        ProfileTable.read(died.read(ProfileTable.NAME), contract.clean(), List.of());
    died.appendBookkeeping(
        TableSpec.of(ProfileTable.NAME, ProfileTable.SCHEMA),
        ProfileTable.rows(
            TableVersion.of(contract.clean(), died.pin(contract.clean()).version() + 9),
            profiles.merge(profiles),
            died.run().runId(),
            TestLake.START.plusSeconds(60)));
  }
}

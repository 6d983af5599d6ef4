package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import io.falaj.validation.Ingest.Result;
import io.falaj.validation.ValidationReport.IntervalReport;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The five tables of the sample, whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlightsIngestTest {

  private static final DataInterval YEAR = DataInterval.parse("2013-01-01/2014-01-01");

  private final Map<String, Result> results = new LinkedHashMap<>();
  private Lake lake;

  FlightsIngestTest(@TempDir Path folder) {
    lake = TestLake.in(folder).open();
  }

  @BeforeAll
  void ingestEverything() {
    for (String dataset : List.of("airlines", "airports", "planes", "weather", "flights")) {
      long start = System.nanoTime();
      results.put(
          dataset,
          new Ingest(lake)
              .execute(Contracts.flights(dataset), Contracts.flights().toString(), YEAR));
      System.out.printf("ingest %s %.1f s%n", dataset, (System.nanoTime() - start) / 1e9);
    }
  }

  private Result result(String dataset) {
    return Objects.requireNonNull(results.get(dataset));
  }

  @Test
  void everyRowIsCleanButTheImpossibleWind() {
    assertThat(result("airlines").report().clean()).isEqualTo(16);
    assertThat(result("airports").report().clean()).isEqualTo(1458);
    assertThat(result("planes").report().clean()).isEqualTo(3322);
    assertThat(result("weather").report().rows()).isEqualTo(26_115);
    assertThat(result("weather").report().quarantined()).isEqualTo(1);
    assertThat(result("flights").report().quarantined()).isZero();
    // 88 flights of New Year's Eve leave in 2014 by UTC.
    assertThat(result("flights").found().outside()).isEqualTo(88);
    assertThat(result("flights").report().clean()).isEqualTo(336_776 - 88);
    assertThat(result("flights").report().intervals()).hasSize(12);
  }

  @Test
  void whatTheSampleLacksIsCounted() {
    Map<String, Long> failed = new LinkedHashMap<>();
    for (IntervalReport interval : result("flights").report().intervals()) {
      for (Outcome outcome : interval.outcomes()) {
        failed.merge(outcome.check().name(), outcome.failed(), Long::sum);
      }
    }
    assertThat(failed)
        .containsEntry("references_dest", 7591L)
        .containsEntry("completeness_tail_number", 2511L)
        .containsEntry("references_tail_number", 50_087L)
        .containsEntry("unique_flight_id", 0L)
        .containsEntry("type_landed_at", 0L);
  }

  @Test
  void theQuarantinedHourSaysWhy() {
    List<Row> rows = lake.read(TableName.parse("quarantine.weather")).collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).<String>getAs("wind_speed")).isEqualTo("1048.36058");
    List<Row> reasons = rows.get(0).getList(rows.get(0).fieldIndex("_reasons"));
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0).<String>getAs("expectation")).isEqualTo("plausible_wind_speed");
    assertThat(reasons.get(0).<String>getAs("value")).isEqualTo("1048.36058");
  }

  @Test
  void nothingOfAFlightIsKnownBeforeItsSchedule() {
    assertThat(
            lake.query(
                    "SELECT count_if(departed_at < scheduled_departure),"
                        + " count_if(landed_at <= scheduled_departure AND NOT cancelled),"
                        + " count_if(cancelled AND landed_at <> scheduled_departure),"
                        + " count_if(landed_at IS NULL), count_if(cancelled), count_if(diverted),"
                        + " count(DISTINCT flight_id), count(*)"
                        + " FROM lake.clean.flights")
                .first()
                .toSeq())
        .isEqualTo(
            org.apache.spark.sql.RowFactory.create(0L, 0L, 0L, 0L, 8252L, 1174L, 336_688L, 336_688L)
                .toSeq());
  }

  @Test
  void profilesOfEachMonthAreStoredWithTheCleanTable() {
    Map<String, ProfileState> year =
        ProfileTable.read(lake.read(ProfileTable.NAME), TableName.parse("clean.flights"), List.of())
            .byColumn();
    ProfileState delay = Objects.requireNonNull(year.get("arr_delay"));
    assertThat(delay.counts().rows()).isEqualTo(336_688);
    assertThat(delay.counts().nulls()).isEqualTo(9426);
    assertThat(delay.min()).hasValue(-86);
    assertThat(delay.max()).hasValue(1272);
    ProfileState carrier = Objects.requireNonNull(year.get("carrier"));
    assertThat(carrier.categories()).hasSize(16);
    assertThat(carrier.categoryError()).isZero();
  }

  @Test
  void theSameFilesAgainChangeNothing() {
    Result again =
        new Ingest(lake)
            .execute(Contracts.flights("flights"), Contracts.flights().toString(), YEAR);
    assertThat(again.upToDate()).isTrue();
    assertThat(again.report().clean()).isEqualTo(336_688);
    assertThat(again.report().intervals()).hasSize(12);
  }
}

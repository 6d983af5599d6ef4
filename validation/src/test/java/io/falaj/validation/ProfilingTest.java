package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import io.falaj.validation.ContractChange.Kind;
import io.falaj.validation.profile.ProfileKind;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Custom metrics and segments of a contract. */
class ProfilingTest {

  private static final String PLAIN =
      """
      dataset: trips
      source: {format: csv, path: trips.csv}
      keys: [id]
      event_time: at
      partition: month
      columns:
        id: {type: int}
        at: {type: timestamp}
        origin: {type: string, nullable: true}
        km: {type: double, nullable: true}
        hours: {type: double, nullable: true}
        rider: {type: string, nullable: true, personal: direct_identifier}
        initial: {type: string, nullable: true, expression: "left(rider, 1)"}
      expectations:
        - {in_range: {column: km, min: 0}, severity: QUARANTINE}
      """;

  private static final String PROFILE =
      """
      profile:
        metrics:
          speed: {expression: km / hours, unit: km/h}
          far: {expression: km > 100}
          haul: {expression: "case when km > 100 then 'long' else 'short' end"}
        segments: [origin, haul]
      """;

  private static final DataInterval BOTH = DataInterval.parse("2013-01-01/2013-03-01");

  @TempDir Path folder;

  private Lake lake(String name) {
    return TestLake.in(folder.resolve(name)).open("trips");
  }

  private void ingest(Lake lake, String yaml) {
    new Ingest(lake).execute(Contracts.contract(yaml), folder.toString(), BOTH);
  }

  private void write(int trips) throws IOException {
    StringBuilder text = new StringBuilder("id,at,origin,km,hours,rider\n");
    for (int i = 0; i < trips; i++) {
      text.append(
          "%d,2013-0%d-05T10:00:00Z,%s,%s,%d,r%d\n"
              .formatted(
                  i, 1 + i % 2, i % 5 == 0 ? "" : "o" + i % 3, i == 7 ? "-1" : i * 4, i % 4, i));
    }
    Files.writeString(folder.resolve("trips.csv"), text);
  }

  private static ProfileState state(Profiles profiles, String segment, String column) {
    return segment.isEmpty()
        ? Objects.requireNonNull(profiles.byColumn().get(column))
        : Objects.requireNonNull(
            Objects.requireNonNull(profiles.bySegment().get(segment), segment).get(column));
  }

  @Test
  void metricsAreProfiledAsColumnsAreWholeAndBySegment() throws IOException {
    write(60);
    Lake lake = lake("a");
    ingest(lake, PLAIN + PROFILE);
    Profiles profiles =
        ProfileTable.read(lake.read(ProfileTable.NAME), TableName.parse("clean.trips"), List.of());
    // The 59 rows that met the contract; every fourth is divided by 0, which gives no value.
    for (String where : List.of("", "origin=o1", "origin is null", "haul=long")) {
      String condition =
          switch (where) {
            case "" -> "true";
            case "origin=o1" -> "origin = 'o1'";
            case "origin is null" -> "origin IS NULL";
            default -> "km > 100";
          };
      Row brute =
          lake.query(
                  "SELECT count(*), count_if(hours > 0), avg(CASE WHEN hours > 0 THEN km / hours"
                      + " END), avg(cast(km > 100 AS int)), count(DISTINCT km) FROM"
                      + " lake.clean.trips WHERE "
                      + condition)
              .first();
      ProfileState speed = state(profiles, where, "speed");
      assertThat(speed.counts().rows()).as(where).isEqualTo(brute.getLong(0));
      assertThat(speed.moments().count()).as(where).isEqualTo(brute.getLong(1));
      assertThat(speed.mean()).as(where).isCloseTo(brute.getDouble(2), within(1e-9));
      assertThat(state(profiles, where, "far").mean()).as(where).isEqualTo(brute.getDouble(3));
      assertThat(state(profiles, where, "km").distinctInAnyOrder())
          .as(where)
          .isCloseTo((double) brute.getLong(4), within(0.5));
    }
    assertThat(profiles.bySegment().keySet())
        .containsExactly(
            "haul=long", "haul=short", "origin is null", "origin=o0", "origin=o1", "origin=o2");
    assertThat(state(profiles, "origin=o1", "rider").distinct()).as("personal").isNaN();
    assertThat(state(profiles, "", "initial").kind())
        .as("computed from personal data")
        .isEqualTo(ProfileKind.COUNTS);
    assertThat(List.of(lake.read(TableName.parse("clean.trips")).columns()))
        .doesNotContain("speed", "far", "haul", "_segment_origin");
    assertThat(
            lake.query("SELECT DISTINCT segment FROM lake.monitoring.profiles ORDER BY 1").count())
        .isEqualTo(7);
  }

  /** Of raw: to find keys that are there twice, and on the way to quarantine and to clean. */
  private static final long PASSES = 3;

  @Test
  void noRowIsReadASecondTime() throws IOException, TimeoutException {
    write(60);
    long plain = recordsRead("plain", () -> ingested("b", PLAIN));
    write(120);
    long profiled = recordsRead("profiled", () -> ingested("c", PLAIN + PROFILE));
    assertThat(profiled - plain)
        .as("60 trips more, %d and %d records", plain, profiled)
        .isEqualTo(60 * PASSES);
  }

  private boolean ingested(String name, String yaml) {
    ingest(lake(name), yaml);
    return true;
  }

  /** Records that the tasks of some work read from files and tables. */
  private static long recordsRead(String group, Supplier<Boolean> work) throws TimeoutException {
    var context = TestSpark.session().sparkContext();
    Set<Object> stages = ConcurrentHashMap.newKeySet();
    AtomicLong records = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            if (group.equals(job.properties().getProperty("spark.jobGroup.id"))) {
              job.stageIds().foreach(stages::add);
            }
          }

          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            if (stages.contains(task.stageId())) {
              records.addAndGet(task.taskMetrics().inputMetrics().recordsRead());
            }
          }
        };
    context.addSparkListener(listener);
    context.setJobGroup(group, group, false);
    try {
      assertThat(work.get()).isTrue();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.clearJobGroup();
      context.removeSparkListener(listener);
    }
    return records.get();
  }

  @Test
  void dataIsJudgedByMetrics() throws IOException {
    write(60);
    Lake lake = lake("d");
    ingest(
        lake,
        PLAIN
            + """
              - {mean: {column: far, min: 0.5}, severity: WARN}
              - {quantile: {column: speed, q: 1, max: 200}, severity: WARN}
              - {distinct: {column: haul, min: 2, max: 2}, severity: WARN}
            """
            + PROFILE);
    // January has the even ids: of 30 trips of 0, 8, .. 232 km there are 17 beyond 100 km.
    assertThat(
            lake.query(
                    "SELECT expectation, result FROM lake.monitoring.validations WHERE expectation"
                        + " IN ('mean_far', 'quantile_speed', 'distinct_haul') AND interval LIKE"
                        + " '2013-01%' ORDER BY 1")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[distinct_haul,met]", "[mean_far,met]", "[quantile_speed,met]");
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    String wrong =
        """
        profile:
          metrics:
            km: {expression: "1"}
            bad: {expression: "kmm / hours"}
            when_: {expression: "at"}
            of: {expression: "concat(initial, 'x')"}
            now: {expression: "rand() > 1"}
          segments: [origin, origin, rider, initial, nowhere, km, at]
        """;
    List<String> problems =
        Contracts.problems(
            PLAIN
                + "  - {mean: {column: sped, min: 1}, severity: WARN}\n"
                + "  - {completeness: {column: bad, min: 1}, severity: WARN}\n"
                + wrong);
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "d.yaml:20:9: metric 'km' has the name of a column: give it another.",
            "d.yaml:21:10: metric 'bad': its expression names 'kmm', which is no column. Did you"
                + " mean 'km'?",
            "d.yaml:22:12: metric 'when_' is of type timestamp: it must give a number, a text, or"
                + " true or false.",
            "d.yaml:23:9: metric 'of' is computed from column 'initial', which is personal data,"
                + " and what profiles keep of it could never be erased: leave it out.",
            "d.yaml:24:10: metric 'now': its expression cannot be used: it is random: the same row"
                + " must always give the same",
            "d.yaml:19:3: segment 'origin' is given twice.",
            "d.yaml:19:3: segment 'rider' is personal data, and its values would stay in profiles"
                + " when a person is erased: leave it out.",
            "d.yaml:19:3: segment 'initial' is personal data, and its values would stay in profiles"
                + " when a person is erased: leave it out.",
            "d.yaml:19:3: segment 'nowhere' is no column and no metric. Known: at, bad, hours, id,"
                + " initial, km, now, of, origin, rider, when_.",
            "d.yaml:19:3: segment 'km' is of type double, which has too many values: make a metric"
                + " of ranges of it, such as case when x < 10 then 'few' else 'many' end.",
            "d.yaml:19:3: segment 'at' is of type timestamp, which has too many values: make a"
                + " metric of ranges of it, such as case when x < 10 then 'few' else 'many' end.",
            "d.yaml:16:5: there is no column 'sped'. Known: at, hours, id, initial, km, origin, rider.",
            "d.yaml:17:5: there is no column 'bad'. Did you mean 'at'?");
  }

  @Test
  void moreProfilesThanMemoryIsGivenToAreRefused() {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      columns.append("  c%d: {type: int, nullable: true}\n".formatted(i));
    }
    String wide = PLAIN.replace("expectations:\n", columns + "expectations:\n");
    assertThat(Contracts.problems(wide + "profile: {segments: [origin]}\n")).isEmpty();
    assertThat(Contracts.problems(wide + "profile: {segments: [origin, c1]}\n"))
        .containsExactly(
            "d.yaml:516:10: 507 columns and metrics by 2 segments of up to 20 values need 22815"
                + " profiles of an interval, and 20000 is the most that memory is given to: name"
                + " fewer segments.");
  }

  @Test
  void theFingerprintAndTheDiffKnowWhatIsProfiled() {
    Contract plain = Contracts.contract(PLAIN);
    Contract with = Contracts.contract(PLAIN + PROFILE);
    String described = PROFILE.replace("unit: km/h", "unit: kmh, description: How fast.");
    assertThat(with.fingerprint()).isNotEqualTo(plain.fingerprint());
    assertThat(with.reading()).isEqualTo(plain.reading());
    assertThat(Contracts.contract(PLAIN + described).fingerprint()).isEqualTo(with.fingerprint());
    assertThat(ContractDiff.between(plain, with).compatible()).isTrue();
    assertThat(ContractDiff.between(plain, with).changes())
        .extracting(ContractChange::kind)
        .containsExactly(Kind.METRIC, Kind.METRIC, Kind.METRIC, Kind.SEGMENT, Kind.SEGMENT);
    ContractDiff other =
        ContractDiff.between(
            with,
            Contracts.contract(
                PLAIN
                    + PROFILE
                        .replace("km / hours", "km / 2")
                        .replace("[origin, haul]", "[haul]")
                        .replace("    far: {expression: km > 100}\n", "")));
    assertThat(other.changes())
        .extracting(change -> change.subject() + ": " + change.change() + " " + change.breaks())
        .containsExactly(
            "speed: km / hours -> km / 2 true",
            "far: removed, it was km > 100 true",
            "origin: removed, it was profiles by its values true");
  }
}

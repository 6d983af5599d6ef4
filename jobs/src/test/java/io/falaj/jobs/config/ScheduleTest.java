package io.falaj.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  /** A verdict and a schedule a line; Airflow's own verdicts are held against the same file. */
  private static List<String> verdicts() throws IOException {
    try (InputStream in = ScheduleTest.class.getResourceAsStream("/schedules.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void whatAirflowRunsByIsTakenAndNothingElse() throws IOException {
    assertThat(verdicts()).hasSizeGreaterThan(60);
    for (String line : verdicts()) {
      int blank = line.indexOf(' ');
      assertThat(Schedule.problem(line.substring(blank + 1)).isEmpty())
          .as(line)
          .isEqualTo(line.substring(0, blank).equals("taken"));
    }
  }

  @Test
  void whatIsWrongIsSaidWithTheFieldAndARemedy() {
    assertThat(Schedule.problem("61 * * * *"))
        .hasValue(
            "'schedule' is '61 * * * *', whose minute '61' is beyond 0 to 59. Write five fields of"
                + " cron, such as '0 6 * * mon-fri', or one of @hourly, @daily, @weekly, @monthly,"
                + " @quarterly, @yearly; leave it out to run by hand only.");
    says("@sometimes", "which Airflow has no intervals for. Known: @daily, @hourly,");
    says("@montly", "which Airflow has no intervals for. Did you mean '@monthly'?");
    says("* * *", "which has 3 fields: cron has minute, hour,");
    says("* * * mon *", "whose month 'mon' names none that there is.");
    says("*/0 * * * *", "whose minute '*/0' has a step of 0.");
    says("* 5-5 * * *", "whose hour '5-5' is a range from a value to itself: write the value.");
    says("* * 1,x-y-z * *", "whose day of the month 'x-y-z' is no value, range or step.");
    says("0 0 30 feb *", "a day that none of its months has.");
  }

  private static void says(String schedule, String problem) {
    assertThat(Schedule.problem(schedule).orElseThrow())
        .startsWith("'schedule' is '" + schedule + "', " + problem);
  }
}

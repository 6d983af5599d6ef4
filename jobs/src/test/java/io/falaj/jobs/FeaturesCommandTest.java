package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that becomes another version, from its file to what SQL reads. */
class FeaturesCommandTest {

  private static final String NAME = "SELECT max(trains_24h) m FROM lake.features.line_delays";

  private final Path folder;
  private final TestHost host;

  FeaturesCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.host = new TestHost(folder);
  }

  private void run(String... arguments) {
    assertThat(host.run(arguments)).as(host.err()).isZero();
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve("conf/pipelines/trains").resolve(file));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve("conf/pipelines/trains").resolve(file), text);
  }

  @Test
  void aBreakingChangeIsToldRefusedAndReleasedAsAnotherVersion() throws IOException {
    SmallConf.in(folder);
    run("keys", "create");
    run("ingest", "--interval", "2020-01-01/2020-03-01");
    run("features", "diff");
    assertThat(host.out())
        .isEqualTo(
            """
            line_delays_v1: new
              To be made: features.line_delays_v1, features.line_delays_v1_events, 2 intervals of 2020-01-01/2020-03-01.
            """);
    run("materialize", "--interval", "2020-01-01/2020-03-01");
    run("features", "diff");
    assertThat(host.out()).isEqualTo("line_delays_v1: unchanged\n");

    String first = read("features/line_delays.yaml");
    String wider =
        first.replace("{aggregate: count, window: 24h}", "{aggregate: count, window: 48h}");
    write("features/line_delays.yaml", wider);
    assertThat(host.run("features", "diff")).isEqualTo(3);
    assertThat(host.out())
        .startsWith(
            """
            line_delays_v1: breaking
              breaking    feature trains_24h: count of events, over PT24H -> count of events, over PT48H
                          The same name would mean another thing.
              To be made: features.line_delays_v2, features.line_delays_v2_events, 2 intervals of 2020-01-01/2020-03-01, \
            """);
    assertThat(host.run("materialize", "--interval", "2020-01-01/2020-03-01")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            """
            View line_delays_v1 is not what its tables were made by:
              feature trains_24h: count of events, over PT24H -> count of events, over PT48H
            Raise its version to 2""");

    write("features/line_delays.yaml", first);
    write("features/line_delays_v2.yaml", wider.replace("version: 1", "version: 2"));
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            "feature view 'line_delays' is there in several versions. Say which: line_delays_v1 or"
                + " line_delays_v2.");
    write(
        "models/late_train.yaml",
        read("models/late_train.yaml").replace("line_delays.*", "line_delays_v1.*"));
    run("check");
    assertThat(host.run("features", "release", "line_delays_v2")).isEqualTo(2);
    assertThat(host.err()).contains("View line_delays_v2 has no values that could be released.");
    run("materialize", "--interval", "2020-01-01/2020-03-01");
    run("sql", NAME, "--json");
    String before = host.out();

    run("features", "release", "line_delays_v2", "--dry-run");
    assertThat(host.out()).contains("features.releases");
    run("features", "release", "line_delays_v2");
    assertThat(host.out())
        .contains(
            "features.line_delays stands for features.line_delays_v2 now, and stood for"
                + " features.line_delays_v1 before");
    run("sql", NAME, "--json");
    assertThat(host.out()).isNotEqualTo(before);
    run("features", "release", "line_delays_v2");
    assertThat(host.out()).contains("Nothing changed");
    run("features", "diff", "--json");
    JsonNode diff = Json.read(host.out(), JsonNode.class);
    assertThat(diff.path("compatible").asBoolean()).isTrue();
    assertThat(diff.at("/views/1/view").asText()).isEqualTo("line_delays_v2");
    assertThat(diff.at("/views/1/verdict").asText()).isEqualTo("unchanged");
    run("audit", "verify");

    assertThat(host.run("features", "release", "line_delay")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            "The pipeline has no stored feature view 'line_delay'. Known: line_delays_v1,"
                + " line_delays_v2.");
    assertThat(host.run("features")).isEqualTo(2);
    assertThat(host.err()).contains("What about the features? There is: diff, release VIEW.");
  }
}

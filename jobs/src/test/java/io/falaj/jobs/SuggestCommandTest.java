package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuggestCommandTest {

  private static final String TRAINS = "conf/pipelines/trains/";

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void configure() throws IOException {
    host = new TestHost(folder);
    SmallConf.in(folder);
  }

  @Test
  void aContractIsWrittenThatCheckAndIngestAccept() throws IOException {
    String target = TRAINS + "datasets/rides.yaml";
    String[] arguments = {
      "suggest",
      "--source",
      TRAINS + "trains.csv",
      "--dataset",
      "rides",
      "--pipeline",
      "trains",
      "--output",
      target
    };
    assertThat(host.run(arguments)).as(host.err()).isZero();
    assertThat(host.out().strip()).endsWith(target + ".").startsWith("Wrote ");
    String text = Files.readString(folder.resolve(target));
    assertThat(text)
        .contains("dataset: rides\nsource: {format: csv, path: \"trains.csv\"}\n")
        .contains("keys: [train_id]  # unique in 800 rows")
        .contains("event_time: departs_at")
        .contains("it could also be arrived_at")
        .contains(
            "{in_set: {column: line, values: [blue, pink, red]}, severity: WARN}  # seen: red ");
    assertThat(folder.resolve("lake")).as("nothing is written to the lake").doesNotExist();

    assertThat(host.run(arguments)).isEqualTo(2);
    assertThat(host.err()).contains("rides.yaml is there already, and is not overwritten.");
    assertThat(Files.readString(folder.resolve(target))).isEqualTo(text);

    assertThat(host.run("check")).as(host.err()).isZero();
    assertThat(host.run("keys", "create")).isZero();
    assertThat(host.run("ingest", "--dataset", "rides")).as(host.err()).isZero();
    assertThat(host.out()).contains("800 rows clean").doesNotContain("quarantine");
    String query = "SELECT count(*) AS n FROM lake.monitoring.validations WHERE result <> 'met'";
    assertThat(host.run("sql", query, "--json")).isZero();
    assertThat(host.out()).contains("\"n\" : 0");
    assertThat(host.run("contract", "diff", target, target)).isZero();
  }

  @Test
  void aDatasetOfThePipelineIsReadAsItsContractSays() {
    assertThat(host.run("suggest", "--dataset", "trains", "--json")).as(host.err()).isZero();
    JsonNode result = Json.read(host.out(), JsonNode.class);
    assertThat(result.path("records").asLong()).isEqualTo(800);
    assertThat(result.path("unparsed").asLong(-1)).isZero();
    assertThat(result.path("keys").path(0).asText()).isEqualTo("train_id");
    assertThat(result.path("contract").asText())
        .contains("source: {format: csv, path: \"trains.csv\"}");
    assertThat(host.run("suggest", "--dataset", "train")).isEqualTo(2);
    assertThat(host.err())
        .contains("Unknown dataset 'train' of pipeline 'trains'. Did you mean 'trains'?");
  }

  @Test
  void whatTheContractCallsPersonalStaysSoAndNoneOfItsValuesIsShown() throws IOException {
    SmallConf.in(folder)
        .replace(
            "pipelines/trains/datasets/trains.yaml",
            "line: {type: string}",
            "of_line: {type: string, from: line, personal: sensitive}")
        .replace("pipelines/trains/datasets/trains.yaml", "column: line", "column: of_line")
        .replace(
            "pipelines/trains/datasets/trains.yaml",
            "nullable: true}",
            "nullable: true, personal: quasi_identifier}")
        .replace(
            "pipelines/trains/datasets/trains.yaml",
            "departs_at: {type: timestamp}",
            "departs_at: {type: timestamp, personal: quasi_identifier}");
    for (String file :
        List.of("features/line_delays.yaml", "features/ride.yaml", "models/late_train.yaml")) {
      Files.delete(folder.resolve(TRAINS + file));
    }
    assertThat(host.run("suggest", "--dataset", "trains")).as(host.err()).isZero();
    assertThat(host.out())
        .contains(
            "  line: {type: string, personal: sensitive}  # as the contract says that there is;"
                + " never null\n")
        .containsPattern("  delay: \\{type: [^}]*nullable: true, personal: quasi_identifier\\}")
        .contains("event_time: departs_at  # never null; it could also be arrived_at\n")
        .contains("{completeness: {column: delay,")
        .doesNotContain("in_set", "red", "blue", "in_range: {column: delay", "column: departs_at");
    assertThat(host.run("suggest", "--source", TRAINS + "trains.csv", "--dataset", "rides"))
        .isZero();
    assertThat(host.out())
        .contains("in_set", "in_range: {column: delay")
        .doesNotContain("personal");
  }

  @Test
  void whatCannotBeUsedIsRefusedBeforeAnythingIsRead() {
    refused("Missing required option: '--dataset=NAME'", "--source", "x.csv");
    refused(
        "dataset 'Rides' is not allowed: names match", "--source", "x.csv", "--dataset", "Rides");
    refused("The name of x.txt does not tell what the files are", of("x.txt"));
    refused("--delimiter, --quote and --null-value are for csv", of("x.json", "--quote", "'"));
    refused("--encoding is for csv and json_lines", of("x.avro", "--encoding", "UTF-8"));
    refused("--encoding is 'UTF8!', which is no character set", of("x.csv", "--encoding", "UTF8!"));
    refused("--delimiter must be one character, not ';;'", of("x.csv", "--delimiter", ";;"));
    refused("The folder of ", of("x.csv", "--output", "none/rides.yaml"));
    refused("Unknown pipeline 'train'", of("x.csv", "--pipeline", "train"));
    refused("go with --source: without it", "--dataset", "trains", "--null-value", "NA");
    assertThat(host.run("suggest", "--source", "x.csv", "--dataset", "rides")).isEqualTo(3);
    assertThat(host.err()).contains("x.csv does not exist.");
  }

  private static String[] of(String source, String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"--source", source, "--dataset", "rides"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return arguments;
  }

  private void refused(String why, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "suggest";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    assertThat(host.run(all)).as(why).isEqualTo(2);
    assertThat(host.err()).contains(why);
  }
}

package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractCommandTest {

  private static final String TRAINS =
      """
      dataset: trains
      source: {format: csv, path: nowhere.csv}
      keys: [id]
      partition: whole
      columns:
        id: {type: string}
        delay: {type: int, nullable: true}
      expectations:
        - {in_range: {column: delay, min: 0, max: 60}, severity: QUARANTINE}
      """;

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void write() throws IOException {
    host = new TestHost(folder);
    write("old.yaml", TRAINS);
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  @Test
  void twoVersionsThatDifferInCommentsAreNoChange() throws IOException {
    write("new.yaml", "# said otherwise\n" + TRAINS);
    assertThat(host.run("contract", "diff", "old.yaml", "new.yaml")).isZero();
    assertThat(host.out())
        .containsPattern("^trains: no change, fingerprint [0-9a-f]{12}, as before");
  }

  @Test
  void aBreakingChangeLeavesWithThreeAndSaysWhy() throws IOException {
    write("new.yaml", TRAINS.replace("max: 60", "max: 30").replace("min: 0", "min: -5"));
    assertThat(host.run("contract", "diff", "old.yaml", "new.yaml")).isEqualTo(3);
    assertThat(host.out())
        .containsPattern("^trains: 2 changes, 1 breaking, fingerprint \\w{12} -> \\w{12}")
        .contains("  breaking    in_range_delay: tightened: delay between -5 and 30, both included")
        .contains("could fail: delay above 30 up to 60; such rows are set aside.")
        .contains("  compatible  in_range_delay: loosened")
        .contains("What failed before passes: delay from -5 to below 0.");
    assertThat(host.err()).isEmpty();
  }

  @Test
  void theSameIsGivenAsJson() throws IOException {
    write("new.yaml", TRAINS.replace("max: 60", "max: 90"));
    assertThat(host.run("contract", "diff", "old.yaml", "new.yaml", "--json")).isZero();
    JsonNode result = Json.read(host.out(), JsonNode.class);
    assertThat(result.path("compatible").asBoolean()).isTrue();
    JsonNode change = result.path("datasets").path(0).path("changes").path(0);
    assertThat(change.path("kind").asText()).isEqualTo("expectation_loosened");
    assertThat(change.path("verdict").asText()).isEqualTo("compatible");
    assertThat(change.path("subject").asText()).isEqualTo("in_range_delay");
  }

  @Test
  void theDatasetsOfTwoFoldersAreComparedByName() throws IOException {
    write("a/datasets/trains.yaml", TRAINS);
    write("a/datasets/buses.yaml", TRAINS.replace("trains", "buses"));
    write("b/datasets/trains.yaml", TRAINS);
    write("b/datasets/ships.yaml", TRAINS.replace("trains", "ships"));
    assertThat(host.run("contract", "diff", "a", "b")).isEqualTo(3);
    assertThat(host.out())
        .contains("trains: no change")
        .contains("ships: a new dataset. Compatible: nobody reads it yet.")
        .contains("buses: gone. Breaking: readers of its tables get no new rows.");
    assertThat(host.run("contract", "diff", "a/datasets", "a")).isZero();
  }

  @Test
  void whatCannotBeReadIsNamedWithItsPlace() throws IOException {
    assertThat(host.run("contract", "diff", "old.yaml", "none.yaml")).isEqualTo(2);
    assertThat(host.err()).contains("none.yaml: no such file. Create it, or mend the path.");
    write("bad.yaml", TRAINS.replace("[id]", "[id"));
    assertThat(host.run("contract", "diff", "old.yaml", "bad.yaml")).isEqualTo(2);
    assertThat(host.err()).containsPattern("bad\\.yaml:\\d+:\\d+: not valid YAML");
    write("wrong.yaml", TRAINS.replace("[id]", "[idd]"));
    assertThat(host.run("contract", "diff", "old.yaml", "wrong.yaml")).isEqualTo(2);
    assertThat(host.err()).contains("wrong.yaml:1:1: 'keys' names 'idd', which is no column.");
    write("one/datasets/trains.yaml", TRAINS);
    assertThat(host.run("contract", "diff", "old.yaml", "one")).isEqualTo(2);
    assertThat(host.err()).contains("one is a folder and old.yaml a file: give two files, or two");
    Files.createDirectories(folder.resolve("empty"));
    assertThat(host.run("contract", "diff", "empty", "empty")).isEqualTo(2);
    assertThat(host.err()).contains("There is no dataset in empty: name a dataset's file");
    assertThat(host.run("contract")).isEqualTo(2);
    assertThat(host.err()).contains("What about the contracts? There is: diff OLD NEW.");
  }
}

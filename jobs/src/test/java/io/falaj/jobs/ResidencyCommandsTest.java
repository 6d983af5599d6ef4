package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code conf/policy/residency.yaml} does to commands. */
class ResidencyCommandsTest {

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void configure() throws IOException {
    host = new TestHost(folder);
    SmallConf.in(folder);
    assertThat(host.run("keys", "create")).isZero();
  }

  private void policy(String write) throws IOException {
    Path file = folder.resolve("conf/policy/residency.yaml");
    Files.createDirectories(folder.resolve("conf/policy"));
    Files.writeString(
        file,
        """
        regions:
          auh: {locations: ["%s"]}
          fra: {locations: ["s3a://fra/"]}
        write:
          %s
        """
            .formatted(folder.resolve("lakes"), write));
  }

  @Test
  void aLakeInNoAllowedRegionIsRefusedBeforeAnythingIsWritten() throws IOException {
    policy("regions: [auh]");
    assertThat(host.run("ingest")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            "The lake %s lies in no region that the policy knows, and conf/policy/residency.yaml:5 allows to write in auh alone."
                .formatted(folder.resolve("lake")))
        .contains("Choose a lake there with --lake (%s)".formatted(folder.resolve("lakes")));
    assertThat(folder.resolve("lake")).doesNotExist();
    assertThat(host.run("ingest", "--lake", "lakes/one")).as(host.err()).isZero();

    policy("regions: [fra]");
    assertThat(host.run("catalog", "--lake", "lakes/one")).isEqualTo(2);
    assertThat(host.err()).contains("lakes/one lies in region auh").contains("write in fra alone");
    assertThat(folder.resolve("lakes/one/_falaj/pages")).doesNotExist();
    assertThat(host.run("sql", "SELECT * FROM lake.clean.trains", "--lake", "lakes/one"))
        .as("reading is free")
        .isZero();
  }

  @Test
  void aFileOfEventsIsWrittenInAnAllowedRegionToo() throws IOException {
    policy("regions: [auh]");
    Path pipeline = folder.resolve("conf/pipelines/trains/pipeline.yaml");
    Files.writeString(pipeline, Files.readString(pipeline) + "events: {file: events.jsonl}\n");
    assertThat(host.run("ingest", "--lake", "lakes/one")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            "The file of events %s lies in no region".formatted(folder.resolve("events.jsonl")));
    assertThat(folder.resolve("events.jsonl")).doesNotExist();
  }

  @Test
  void personalDataMayHaveFewerRegions() throws IOException {
    policy("regions: [auh, fra]\n  personal_data: [fra]");
    assertThat(host.run("check")).as(host.err()).isZero();
    assertThat(host.run("ingest", "--lake", "lakes/one", "--dry-run")).as(host.err()).isZero();
    Path dataset = folder.resolve("conf/pipelines/trains/datasets/trains.yaml");
    Files.writeString(
        dataset,
        Files.readString(dataset)
            .replace("delay: {type: double", "delay: {personal: sensitive, type: double"));
    assertThat(host.run("ingest", "--lake", "lakes/one")).isEqualTo(2);
    assertThat(host.err())
        .contains("lies in region auh")
        .contains("allows to write in fra alone, since there is personal data in trains.");
    assertThat(folder.resolve("lakes")).doesNotExist();
  }

  @Test
  void everyProblemOfThePolicyIsToldAtOnce() throws IOException {
    policy("regions: [auhh]\n  personal_data: [fra]");
    Path file = folder.resolve("conf/policy/residency.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "s3a://fra/\"", "s3a://fra/\", lake, \"%s\"".formatted(folder.resolve("lakes"))));
    Files.writeString(folder.resolve("conf/policy/residencies.yaml"), "a: b\n");
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            "conf/policy/residencies.yaml: there is no such policy. Did you mean 'residency.yaml'?")
        .contains("conf/policy/residency.yaml:5:3: there is no region 'auhh'. Did you mean 'auh'?")
        .contains("residency.yaml:5:3: 'personal_data' names fra, which 'regions' does not allow")
        .contains("residency.yaml:3:8: 'lake' is neither a URI with a scheme nor an absolute path")
        .contains(
            "residency.yaml:3:8: '%s' lies in auh already".formatted(folder.resolve("lakes")));
  }
}

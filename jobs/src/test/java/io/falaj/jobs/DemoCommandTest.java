package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo does around its pipeline, which is an empty one here. */
class DemoCommandTest {

  @TempDir private Path folder;

  private TestHost demo() throws IOException {
    Path pipeline = Files.createDirectories(folder.resolve("conf/pipelines/flights"));
    Files.writeString(
        pipeline.resolve("pipeline.yaml"),
        """
        pipeline: flights
        description: Flights.
        owner: demo
        interval: 2013-01-01/2014-01-01
        """);
    return new TestHost(folder);
  }

  @Test
  void aKeyIsMadeWhereThereIsNoneAndKeptWhereThereIs() throws IOException {
    TestHost host = demo();
    Path keys = folder.resolve("home/.config/falaj");

    assertThat(host.run("demo")).as(host.err()).isZero();
    assertThat(host.err()).containsPattern("Made signing key \\S+ in " + keys);
    assertThat(SigningKey.exists(keys)).isTrue();

    assertThat(host.run("demo")).as(host.err()).isZero();
    assertThat(host.err()).doesNotContain("Made signing key");
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndMakesNoKey() throws IOException {
    TestHost host = demo();

    assertThat(host.run("demo", "--dry-run")).as(host.err()).isZero();
    assertThat(host.out()).contains("report flights, 2013-01-01/2014-01-01");
    assertThat(folder.resolve("home")).doesNotExist();
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void withoutItsPipelineThereIsNoDemo() {
    TestHost host = new TestHost(folder);
    assertThat(host.run("demo")).isEqualTo(2);
    assertThat(host.err()).contains("Start it from a checkout, as ./falaj demo.");
  }
}

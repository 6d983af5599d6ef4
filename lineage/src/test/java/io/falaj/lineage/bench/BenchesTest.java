package io.falaj.lineage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BenchesTest {

  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Its work takes two seconds of a clock of its own, its baseline one. */
  private final class Sleepless implements Bench {
    private final List<String> order = new ArrayList<>();
    private Path folder = Path.of("");

    @Override
    public String name() {
      return "sleepless";
    }

    @Override
    public String description() {
      return "Two seconds against one.";
    }

    @Override
    public List<BenchCase> cases(Path given) throws Exception {
      folder = given;
      Files.writeString(given.resolve("data"), "some");
      return List.of(
          new BenchCase(
              "double",
              () -> {
                order.add("work");
                now.addAndGet(2_000_000_000L);
              },
              "single",
              () -> {
                order.add("baseline");
                now.addAndGet(1_000_000_000L);
              },
              1.5));
    }
  }

  private int run(List<Bench> benches, String... arguments) throws Exception {
    return new Benches(benches, new Rounds(3, now::get))
        .run(List.of(arguments), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void aCaseIsOneLineOfJson() throws Exception {
    assertThat(run(List.of(new Sleepless()), "sleepless")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(out.toByteArray());
    assertThat(line.get("bench").asText()).isEqualTo("sleepless");
    assertThat(line.get("case").asText()).isEqualTo("double");
    assertThat(line.get("seconds").asDouble()).isEqualTo(2.0);
    assertThat(line.get("baseline").asText()).isEqualTo("single");
    assertThat(line.get("baseline_seconds").asDouble()).isEqualTo(1.0);
    assertThat(line.get("ratio").asDouble()).isEqualTo(2.0);
    assertThat(line.get("goal").asDouble()).isEqualTo(1.5);
    assertThat(line.get("met").asBoolean()).isFalse();
    assertThat(line.get("rounds").asInt()).isEqualTo(3);
  }

  @Test
  void contendersAlternateAfterOneWarmRoundThatDoesNotCount() throws Exception {
    Sleepless bench = new Sleepless();
    run(List.of(bench), "sleepless");
    assertThat(bench.order)
        .containsExactly(
            "baseline", "work", "baseline", "work", "baseline", "work", "baseline", "work");
  }

  @Test
  void theFolderOfDataIsDeleted() throws Exception {
    Sleepless bench = new Sleepless();
    run(List.of(bench), "sleepless");
    assertThat(bench.folder).doesNotExist();
  }

  @Test
  void theListNamesEachBench() throws Exception {
    assertThat(run(List.of(new Sleepless()), "--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("sleepless  Two seconds against one.");
  }

  @Test
  void anUnknownBenchIsWrongUsage() throws Exception {
    assertThat(run(List.of(new Sleepless()), "sleeples")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Unknown bench 'sleeples'. Did you mean 'sleepless'?");
  }

  @Test
  void noBenchIsWrongUsage() throws Exception {
    assertThat(run(List.of(new Sleepless()))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Which bench?");
  }

  @Test
  void twoBenchesOfOneNameAreAFault() {
    assertThatThrownBy(() -> run(List.of(new Sleepless(), new Sleepless()), "--list"))
        .hasMessageContaining("two benches are called 'sleepless'");
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Rounds.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    assertThat(Rounds.median(new double[] {9, 1, 2})).isEqualTo(2.0);
  }
}

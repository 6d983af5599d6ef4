package io.falaj.lineage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BenchesTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private record Fixed(String name) implements Bench {
    @Override
    public void run(BenchSize size, Consumer<BenchCase> told) {
      int rounds = size.rounds(5);
      Map<String, Object> more = Map.of("rows", size.rows(10));
      told.accept(new BenchCase(name, "ten", "seconds", 3.00049, "one", 2.0, 1.5, rounds, more));
      told.accept(
          new BenchCase(name, "few", "cpu_seconds", 1.0, "one", 2.0, 1.5, rounds, Map.of()));
    }
  }

  private int run(String... args) {
    return Benches.run(
        args, List.of(new Fixed("pit"), new Fixed("lineage")), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  @Test
  void eachCaseIsOneLineOfJson() {
    assertThat(run("pit")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"baseline\":\"one\",\"baseline_seconds\":2.0,\"bench\":\"pit\",\"case\":\"ten\","
                + "\"goal\":1.5,\"met\":false,\"ratio\":1.5,\"rounds\":5,\"rows\":10,"
                + "\"seconds\":3.0}",
            "{\"baseline\":\"one\",\"baseline_cpu_seconds\":2.0,\"bench\":\"pit\",\"case\":\"few\","
                + "\"cpu_seconds\":1.0,\"goal\":1.5,\"met\":true,\"ratio\":0.5,\"rounds\":5}");
  }

  @Test
  void listNamesThem() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("lineage", "pit");
  }

  @Test
  void aWrongNameIsRefusedBeforeAnythingRuns() {
    assertThat(run("pit", "pitt")).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("There is no bench 'pitt'. Did you mean 'pit'?" + System.lineSeparator());
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("'falaj bench lineage'");
  }

  @Test
  void itsSizeCanBeSaid() {
    assertThat(run("--rows", "1000", "pit", "--rounds", "2")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"rounds\":2,\"rows\":1000,");
    for (String wrong : List.of("0", "-1", "many", "1000000001")) {
      err.reset();
      assertThat(run("pit", "--rows", wrong)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("--rows needs a whole number from 1 to 1000000000 behind it.");
    }
    assertThat(run("pit", "--rounds")).isEqualTo(2);
    err.reset();
    assertThat(run("pit", "--row", "1")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Did you mean '--rows'?");
    assertThat(run("--rounds", "1")).as("of no bench").isEqualTo(2);
  }

  @Test
  void contendersTakeTurns() {
    List<String> turns = new ArrayList<>();
    Rounds.Medians medians =
        new Rounds()
            .contender("a", () -> turns.add("a"))
            .contender("b", () -> turns.add("b"))
            .medians(3);
    assertThat(turns).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
    assertThat(medians.byName()).containsOnlyKeys("a", "b");
    assertThatThrownBy(() -> medians.of("c")).hasMessage("no contender 'c'; there are [a, b]");
  }

  @Test
  void eachFigureHasItsOwnMedian() {
    Cost one = new Cost(1, 30, 5);
    Cost two = new Cost(2, 20, 6);
    Cost three = new Cost(9, 10, 4);
    assertThat(Cost.median(List.of(one, two, three))).isEqualTo(new Cost(2, 20, 5));
    assertThat(Cost.median(List.of(one, three))).isEqualTo(new Cost(5, 20, 4.5));
  }

  @Test
  void whatIsHeldAndWhatIsComputedIsSeen() {
    Cost little = Cost.of(() -> {});
    Cost much =
        Cost.of(
            () -> {
              byte[] held = new byte[200_000_000];
              System.gc();
              for (int i = 0; i < held.length; i++) {
                held[i] = (byte) (held[Math.floorMod(i * 31, held.length)] + i);
              }
              assertThat((int) held[held.length - 1]).isBetween(-128, 127);
            });
    assertThat(much.liveMegabytes()).isGreaterThan(little.liveMegabytes() + 150);
    assertThat(much.cpuSeconds()).isGreaterThan(little.cpuSeconds());
  }
}

package io.falaj.lineage.bench;

import static org.assertj.core.api.Assertions.assertThat;

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
    public void run(int rounds, Consumer<BenchCase> told) {
      told.accept(
          new BenchCase(name, "ten", 3.00049, "one", 2.0, 1.5, rounds, Map.of("rows", 10L)));
      told.accept(new BenchCase(name, "few", 1.0, "one", 2.0, 1.5, rounds, Map.of()));
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
            "{\"baseline\":\"one\",\"baseline_seconds\":2.0,\"bench\":\"pit\",\"case\":\"few\","
                + "\"goal\":1.5,\"met\":true,\"ratio\":0.5,\"rounds\":5,\"seconds\":1.0}");
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
  void contendersTakeTurns() {
    List<String> turns = new ArrayList<>();
    Map<String, Double> medians =
        new Rounds()
            .contender("a", () -> turns.add("a"))
            .contender("b", () -> turns.add("b"))
            .medians(3);
    assertThat(turns).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
    assertThat(medians).containsOnlyKeys("a", "b");
    assertThat(Rounds.median(List.of(3.0, 1.0, 9.0))).isEqualTo(3.0);
    assertThat(Rounds.median(List.of(3.0, 1.0))).isEqualTo(2.0);
  }
}

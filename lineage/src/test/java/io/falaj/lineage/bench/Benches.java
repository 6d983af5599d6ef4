package io.falaj.lineage.bench;

import io.falaj.lineage.config.Problems;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code ./falaj bench}: lists the benches, or runs one and prints a JSON object per case. */
public final class Benches {

  private static final int ROUNDS = 5;
  private static final int WRONG_USAGE = 2;

  private final SortedMap<String, Bench> benches = new TreeMap<>();
  private final Rounds rounds;

  Benches(Iterable<Bench> benches, Rounds rounds) {
    for (Bench bench : benches) {
      Bench other = this.benches.put(bench.name(), bench);
      if (other != null) {
        throw new IllegalStateException(
            "two benches are called '%s': %s and %s"
                .formatted(bench.name(), other.getClass(), bench.getClass()));
      }
    }
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    Benches benches =
        new Benches(ServiceLoader.load(Bench.class), new Rounds(ROUNDS, System::nanoTime));
    int code = benches.run(List.of(arguments), System.out, System.err);
    System.exit(code);
  }

  int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
    if (arguments.equals(List.of("--list"))) {
      benches.forEach((name, bench) -> out.println(name + "  " + bench.description()));
      return 0;
    }
    if (arguments.size() != 1 || arguments.get(0).startsWith("-")) {
      err.println(
          "falaj: Which bench? './falaj bench NAME' runs one, './falaj bench --list' names them.");
      return WRONG_USAGE;
    }
    Bench bench = benches.get(arguments.get(0));
    if (bench == null) {
      err.println(
          "falaj: Unknown bench '%s'.%s"
              .formatted(arguments.get(0), Problems.suggest(arguments.get(0), benches.keySet())));
      return WRONG_USAGE;
    }
    run(bench, out);
    return 0;
  }

  private void run(Bench bench, PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("falaj-bench-");
    try (bench) {
      for (BenchCase one : bench.cases(folder)) {
        out.println(rounds.run(bench.name(), one).json());
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

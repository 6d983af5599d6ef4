package io.falaj.lineage.bench;

import io.falaj.lineage.config.Problems;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code ./falaj bench NAME…}: runs benches by name; {@code --list} names them. */
public final class Benches {

  private static final int ROUNDS = 5;

  private Benches() {}

  public static void main(String[] args) {
    System.exit(run(args, ServiceLoader.load(Bench.class), System.out, System.err));
  }

  /** The exit code: 0 when all ran, 2 when the command line is wrong. */
  static int run(String[] args, Iterable<Bench> found, PrintStream out, PrintStream err) {
    SortedMap<String, Bench> benches = new TreeMap<>();
    found.forEach(bench -> benches.put(bench.name(), bench));
    if (args.length == 1 && args[0].equals("--list")) {
      benches.keySet().forEach(out::println);
      return 0;
    }
    if (args.length == 0) {
      err.println(
          "Which bench? Name one, for example 'falaj bench "
              + any(benches)
              + "'; --list names them.");
      return 2;
    }
    List<Bench> asked = new ArrayList<>();
    for (String name : args) {
      Bench bench = benches.get(name);
      if (bench == null) {
        err.println(
            "There is no bench '%s'.%s".formatted(name, Problems.suggest(name, benches.keySet())));
        return 2;
      }
      asked.add(bench);
    }
    for (Bench bench : asked) {
      bench.run(ROUNDS, done -> out.println(done.json()));
    }
    return 0;
  }

  private static String any(SortedMap<String, Bench> benches) {
    return benches.isEmpty() ? "NAME" : benches.firstKey();
  }
}

package io.falaj.lineage.bench;

import io.falaj.lineage.config.Problems;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code ./falaj bench NAME…}: runs benches by name; {@code --list} names them. {@code --rounds N}
 * and {@code --rows N} measure more or less than the goals are for.
 */
public final class Benches {

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
    List<Bench> asked = new ArrayList<>();
    BenchSize size = BenchSize.USUAL;
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--rounds") || name.equals("--rows")) {
        OptionalLong count = count(i + 1 < args.length ? args[i + 1] : "");
        if (count.isEmpty()) {
          err.println(name + " needs a whole number from 1 to 1000000000 behind it.");
          return 2;
        }
        size =
            name.equals("--rows")
                ? new BenchSize(size.askedRounds(), count)
                : new BenchSize(OptionalInt.of((int) count.getAsLong()), size.askedRows());
        i++;
        continue;
      }
      Bench bench = benches.get(name);
      if (bench == null) {
        err.println(
            "There is no bench '%s'.%s".formatted(name, Problems.suggest(name, names(benches))));
        return 2;
      }
      asked.add(bench);
    }
    if (asked.isEmpty()) {
      return unnamed(benches, err);
    }
    for (Bench bench : asked) {
      bench.run(size, done -> out.println(done.json()));
    }
    return 0;
  }

  private static List<String> names(SortedMap<String, Bench> benches) {
    List<String> names = new ArrayList<>(benches.keySet());
    names.addAll(List.of("--list", "--rounds", "--rows"));
    return names;
  }

  private static OptionalLong count(String text) {
    return text.matches("[1-9][0-9]{0,8}|1000000000")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static int unnamed(SortedMap<String, Bench> benches, PrintStream err) {
    err.println(
        "Which bench? Name one, for example 'falaj bench "
            + any(benches)
            + "'; --list names them.");
    return 2;
  }

  private static String any(SortedMap<String, Bench> benches) {
    return benches.isEmpty() ? "NAME" : benches.firstKey();
  }
}

package io.falaj.lineage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a lake looks like at each operation that changes the disk: copies of it, each as a process
 * that dies there leaves it behind.
 */
public final class Crashes {

  /** Begins the operations that put the small files of a book together. */
  public static final String COMPACT = "compact-";

  /** What is made up anew for each file. */
  private static final String UNIQUE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}";

  private final Path folder;
  private final Path origin;
  private final List<String> operations = new ArrayList<>();

  /** Of a lake in a folder, with room for the copies beside it. */
  public Crashes(Path folder) {
    CountedFileSystem.register(TestSpark.session());
    this.folder = folder;
    this.origin = folder.resolve("origin");
  }

  /** The lake that is watched. */
  public LakeSettings origin() {
    return settings(CountedFileSystem.uri(origin));
  }

  private static LakeSettings settings(String root) {
    return LakeSettings.of(root, new TestLake.MovableClock(TestLake.START));
  }

  /** Copies the lake before each operation of some work. */
  public void watch(Runnable work) {
    CountedFileSystem.watch(origin, this::copyBefore);
    try {
      work.run();
    } finally {
      CountedFileSystem.watchNoMore(origin);
    }
  }

  /** The operations seen until now, in order. */
  public List<String> operations() {
    return operations;
  }

  /**
   * Looks at crashes: all of them in an exhaustive run; in a usual one the first and the last of
   * each kind of operation, and beside them one of each stretch, other ones by another {@code
   * -Dfalaj.seed}.
   *
   * @param slice how many stretches
   * @param look at the crash of this number
   */
  public void look(Class<?> test, int slice, IntConsumer look) {
    Exhaustive cases = Exhaustive.of(test);
    Map<String, Integer> times = new HashMap<>();
    Set<Integer> wanted = Exhaustive.asked() ? Set.of() : sample(slice);
    for (int i = 0; i < operations.size(); i++) {
      int crash = i;
      String name = named(operations.get(i));
      int time = times.merge(name, 1, Integer::sum);
      if (Exhaustive.asked() || wanted.contains(i)) {
        cases.look(name + ", time " + time, () -> look.accept(crash));
      }
    }
    cases.tell(operations.size());
  }

  private Set<Integer> sample(int slice) {
    int all = operations.size();
    Map<String, Integer> first = new HashMap<>();
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < all; i++) {
      first.putIfAbsent(kind(operations.get(i)), i);
      last.put(kind(operations.get(i)), i);
    }
    Set<Integer> sample = new TreeSet<>(first.values());
    sample.addAll(last.values());
    Random random = new Random(Long.getLong("falaj.seed", 1));
    for (int i = 0; i < slice; i++) {
      int from = i * all / slice;
      sample.add(from + random.nextInt((i + 1) * all / slice - from));
    }
    return sample;
  }

  /** An operation without what differs from run to run. */
  private String named(String operation) {
    return operation
        .replaceAll(" \\S*" + Pattern.quote(origin.toString()), " ")
        .replaceAll(UNIQUE, "*");
  }

  /** What is done, and to what sort of file, in whatever table. */
  static String kind(String operation) {
    String what = operation.substring(0, operation.indexOf(' '));
    Path path = Path.of(operation.substring(operation.lastIndexOf(':') + 1));
    String name = path.getFileName().toString();
    boolean log = path.toString().contains("/_delta_log/");
    String sort =
        log || name.equals("_delta_log")
            ? (log ? "log/" : "") + name.replaceAll("[0-9a-f-]{20,}|[0-9]+", "#")
            : path.toString().contains("/_falaj/")
                ? "_falaj"
                : name.contains("=") ? "partition" : name.contains(".") ? "data" : "folder";
    return what + " " + sort;
  }

  /** The lake as it was before an operation. */
  public LakeSettings left(int crash) {
    return settings(copy(crash).toString());
  }

  public String describe(int crash) {
    return "crash %d of %d: %s".formatted(crash, operations.size(), operations.get(crash));
  }

  private Path copy(int crash) {
    return folder.resolve("crash-" + crash);
  }

  private void copyBefore(String operation) {
    Path copy = copy(operations.size());
    operations.add(compacting() ? COMPACT + operation : operation);
    try {
      Files.createDirectories(copy);
      if (!Files.exists(origin)) {
        return;
      }
      List<Path> found;
      try (Stream<Path> all = Files.walk(origin)) {
        found = all.toList();
      }
      for (Path file : found) {
        Path to = copy.resolve(origin.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the same file system and the same sort of file, but another step of the protocol. */
  private static boolean compacting() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(frame -> frame.getClassName().equals(SmallFiles.class.getName())));
  }

  /** Opens a lake for a new run. */
  public static Lake open(LakeSettings settings) {
    return open(settings, SmallFiles.MANY);
  }

  /** As {@link #open(LakeSettings)}, putting so many small files of a book together. */
  public static Lake open(LakeSettings settings, int smallFiles) {
    TestLake.MovableClock clock = (TestLake.MovableClock) settings.clock();
    RunContext run = new TestLake(Path.of("unused"), clock).run("test", "flights");
    return Lake.open(TestSpark.session(), settings, run, smallFiles);
  }

  /** Who committed what, whenever: one row for each interval of each run. */
  public static List<String> committed(Lake lake) {
    return lake.commits().stream()
        .map(
            commit ->
                "%s generation %d key %s: %s"
                    .formatted(
                        commit.interval(),
                        commit.generation(),
                        commit.stepKey(),
                        commit.tables().stream()
                            .map(t -> t.table() + " " + t.generation() + " " + t.content())
                            .toList()))
        .sorted()
        .toList();
  }
}

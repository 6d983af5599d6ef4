package io.falaj.lineage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a lake looks like at each operation that changes the disk: copies of it, each as a process
 * that dies there leaves it behind.
 */
final class Crashes {

  private final Path folder;
  private final Path origin;
  private final List<String> operations = new ArrayList<>();

  /** Of a lake in a folder, with room for the copies beside it. */
  Crashes(Path folder) {
    this.folder = folder;
    this.origin = folder.resolve("origin");
  }

  /** The lake that is watched. */
  LakeSettings origin() {
    return settings(CountedFileSystem.uri(origin));
  }

  private static LakeSettings settings(String root) {
    return LakeSettings.of(root, new TestLake.MovableClock(TestLake.START));
  }

  /** Copies the lake before each operation of some work. */
  void watch(Runnable work) {
    CountedFileSystem.watch(origin, this::copyBefore);
    try {
      work.run();
    } finally {
      CountedFileSystem.watchNoMore(origin);
    }
  }

  /** The operations seen until now, in order. */
  List<String> operations() {
    return operations;
  }

  /** One of each stretch of crashes, so that all phases have some; other ones by another seed. */
  List<Integer> sample(int size) {
    int all = operations.size();
    if (Boolean.getBoolean("falaj.exhaustive")) {
      return IntStream.range(0, all).boxed().toList();
    }
    Random random = new Random(Long.getLong("falaj.seed", 1));
    List<Integer> sample = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int from = i * all / size;
      sample.add(from + random.nextInt((i + 1) * all / size - from));
    }
    return sample;
  }

  /** The lake as it was before an operation. */
  LakeSettings left(int crash) {
    return settings(copy(crash).toString());
  }

  String describe(int crash) {
    return "crash %d of %d: %s".formatted(crash, operations.size(), operations.get(crash));
  }

  private Path copy(int crash) {
    return folder.resolve("crash-" + crash);
  }

  private void copyBefore(String operation) {
    Path copy = copy(operations.size());
    operations.add(operation);
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

  /** Opens a lake for a new run. */
  static Lake open(LakeSettings settings) {
    TestLake.MovableClock clock = (TestLake.MovableClock) settings.clock();
    RunContext run = new TestLake(Path.of("unused"), clock).run("test", "flights");
    return Lake.open(TestSpark.session(), settings, run);
  }

  /** Who committed what, whenever: one row for each interval of each run. */
  static List<String> committed(Lake lake) {
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

package io.falaj.lineage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a test that looks at all of them in an exhaustive run ({@code ./falaj test
 * --exhaustive}) and at a part of them in a usual one. An exhaustive run keeps the names of the
 * cases that passed in the folder {@code -Dfalaj.exhaustive} names: one that was cut off goes on
 * where it was.
 */
public final class Exhaustive {

  private static final String FOLDER = "falaj.exhaustive";

  private final String test;
  private final @Nullable Path kept;
  private final Set<String> passed = new LinkedHashSet<>();
  private final Set<String> now = new LinkedHashSet<>();

  private Exhaustive(String test, @Nullable Path kept) {
    this.test = test;
    this.kept = kept;
  }

  /** Whether all cases are to be looked at. */
  public static boolean asked() {
    return folder() != null;
  }

  private static @Nullable Path folder() {
    String folder = System.getProperty(FOLDER);
    return folder == null ? null : Path.of(folder);
  }

  /** The cases of a test. */
  public static Exhaustive of(Class<?> test) {
    return of(test.getSimpleName(), folder());
  }

  static Exhaustive of(String test, @Nullable Path folder) {
    if (folder == null) {
      return new Exhaustive(test, null);
    }
    try {
      Exhaustive cases = new Exhaustive(test, folder.resolve(test));
      Files.createDirectories(folder);
      if (Files.exists(folder.resolve(test))) {
        cases.passed.addAll(Files.readAllLines(folder.resolve(test)));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Looks at a case, unless it passed before.
   *
   * @param name of one line, the same whenever the test runs
   */
  public void look(String name, Runnable at) {
    if (!now.add(name)) {
      throw new IllegalArgumentException("two cases are called '%s'".formatted(name));
    }
    if (passed.contains(name)) {
      return;
    }
    at.run();
    passed.add(name);
    if (kept != null) {
      try {
        Files.writeString(kept, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Says how many of all cases passed, in an exhaustive run. */
  public void tell(int all) {
    if (kept != null) {
      System.err.printf("%s: %d of %d cases passed%n", test, now.size(), all);
    }
  }
}

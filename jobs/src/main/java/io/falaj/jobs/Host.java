package io.falaj.jobs;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What Falaj takes from the machine that it runs on. Nothing else asks for the environment, the
 * clock or the user.
 *
 * @param environment the environment variables
 * @param directory the folder that relative paths start from
 * @param home Falaj's checkout, when its launcher started it
 * @param user who runs it
 * @param out for results
 * @param err for progress and errors
 * @param terminal whether somebody watches progress on a terminal
 * @param clock the time
 */
record Host(
    Map<String, String> environment,
    Path directory,
    Optional<Path> home,
    String user,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    InstantSource clock) {

  @SuppressWarnings("SystemConsoleNull") // as it is on the one Java that Falaj runs on
  static Host real() {
    return new Host(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Optional.ofNullable(System.getProperty("falaj.home")).map(Path::of),
        System.getProperty("user.name", "unknown"),
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.console() != null,
        InstantSource.system());
  }

  /** The folder of Falaj's files that are kept for the user, such as signing keys. */
  Path configFolder() {
    return underHome("XDG_CONFIG_HOME", ".config");
  }

  /** The folder of the signing key. */
  Path keyFolder() {
    String set = environment.getOrDefault("FALAJ_KEYS", "");
    return set.isEmpty() ? configFolder() : directory.resolve(set);
  }

  /** The folder of Falaj's files that may be deleted, such as traces of faults. */
  Path stateFolder() {
    return underHome("XDG_STATE_HOME", ".local/state");
  }

  private Path underHome(String variable, String otherwise) {
    String set = environment.getOrDefault(variable, "");
    Path base =
        set.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", directory.toString())).resolve(otherwise)
            : Path.of(set);
    return base.resolve("falaj");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}

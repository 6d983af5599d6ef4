package io.falaj.jobs;

import io.falaj.lineage.Json;
import java.util.function.Supplier;

/** Results go to stdout, in the format asked for; progress goes to stderr. */
final class Console {

  /** How a result is printed. */
  enum Format {
    TEXT,
    JSON
  }

  private final Host host;
  private final Format format;

  Console(Host host, Format format) {
    this.host = host;
    this.format = format;
  }

  /** Prints a result, as text for people or as JSON for programs. */
  void result(Object value, String text) {
    host.out().println(format == Format.JSON ? Json.pretty(value) : text);
  }

  /** The same, of which only the form that is printed is made. */
  void result(Supplier<?> value, Supplier<String> text) {
    host.out().println(format == Format.JSON ? Json.pretty(value.get()) : text.get());
  }

  /** Says what was done. */
  void progress(String line) {
    host.err().println(line);
  }

  /** Says what is being done now; on a terminal what comes next takes the line's place. */
  void working(String what) {
    if (host.terminal()) {
      host.err().print(what + " …\r");
      host.err().flush();
    }
  }
}

package io.falaj.jobs;

import io.falaj.lineage.Json;

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

  /** Says what is going on. */
  void progress(String line) {
    host.err().println(line);
  }
}

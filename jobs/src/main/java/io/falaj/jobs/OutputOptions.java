package io.falaj.jobs;

import picocli.CommandLine.Option;

/** How results and progress are shown. */
final class OutputOptions {

  @Option(
      names = "--json",
      description = "Print the result as JSON on stdout; everything else goes to stderr.")
  boolean json;

  @Option(names = "--verbose", description = "Show Spark's warnings too.")
  boolean verbose;

  Logging logging() {
    return verbose ? Logging.VERBOSE : Logging.QUIET;
  }

  Console console(Host host) {
    return new Console(host, json ? Console.Format.JSON : Console.Format.TEXT);
  }
}

package io.falaj.jobs;

import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant. */
final class UsageErrors implements IParameterExceptionHandler {

  /** Commands that ./falaj takes itself, so that they never come here but when mistyped. */
  private static final List<String> OF_LAUNCHER = List.of("test", "bench");

  private final Host host;

  UsageErrors(Host host) {
    this.host = host;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    host.err().println("falaj: " + message(e, command));
    host.err()
        .println(
            "  '" + command.getCommandSpec().qualifiedName() + " --help' shows how to use it.");
    return ExitCode.CONFIGURATION.number();
  }

  private static String message(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return sentence(String.valueOf(e.getMessage()));
    }
    String first = unmatched.getUnmatched().get(0);
    if (unmatched.isUnknownOption()) {
      String name = first.replaceFirst("=.*", "");
      List<String> known =
          command.getCommandSpec().options().stream()
              .flatMap(option -> List.of(option.names()).stream())
              .filter(option -> option.startsWith("--"))
              .toList();
      return "Unknown option '%s'.%s".formatted(name, Problems.suggest(name, known));
    }
    if (!command.getSubcommands().isEmpty()) {
      List<String> known = new ArrayList<>(command.getSubcommands().keySet());
      if (command.getParent() == null) {
        known.addAll(OF_LAUNCHER);
      }
      return "Unknown command '%s'.%s".formatted(first, Problems.suggest(first, known));
    }
    return "Unexpected argument '%s'.".formatted(first);
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}

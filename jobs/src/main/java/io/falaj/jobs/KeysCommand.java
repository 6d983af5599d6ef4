package io.falaj.jobs;

import io.falaj.lineage.signing.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    description = "The key that signs models and audit records.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = "  ./falaj keys create")
final class KeysCommand implements Runnable {

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What about the keys? There is: create.");
  }

  @Command(
      name = "create",
      description = {
        "Make the pair of Ed25519 keys that signs models and audit records.",
        "",
        "The secret half is readable by you alone and never shown. A key that is there already is"
            + " never overwritten. Other machines that check your signatures need the public half,"
            + " signing.pub.pem."
      },
      footerHeading = "%nExample:%n",
      footer = "  ./falaj keys create")
  static final class Create implements Callable<Integer> {

    private final Host host;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin OutputOptions output = new OutputOptions();

    @Option(
        names = "--keys",
        paramLabel = "DIR",
        description =
            "The folder to write them to (default: $$FALAJ_KEYS, else falaj under"
                + " $$XDG_CONFIG_HOME).")
    Optional<Path> keys = Optional.empty();

    Create(Host host) {
      this.host = host;
    }

    @Override
    public Integer call() {
      Path folder = keys.map(host.directory()::resolve).orElse(host.keyFolder());
      SigningKey key = SigningKey.create(folder);
      Path publicKey = folder.resolve(SigningKey.PUBLIC_FILE);
      output
          .console(host)
          .result(
              new Result(
                  key.keyId(), folder.resolve(SigningKey.FILE).toString(), publicKey.toString()),
              "Made signing key %s in %s; its public half is %s."
                  .formatted(key.keyId(), folder, publicKey));
      return ExitCode.DONE.number();
    }

    /** As {@code --json} prints it. */
    record Result(String keyId, String file, String publicFile) {}
  }
}

package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void host() {
    host = new TestHost(folder);
  }

  @Test
  void anUnknownCommandIsWrongUsageAndTheNearestOneIsSuggested() {
    assertThat(host.run("chek")).isEqualTo(2);
    assertThat(host.err())
        .isEqualToIgnoringNewLines(
            "falaj: Unknown command 'chek'. Did you mean 'check'?"
                + "  'falaj --help' shows how to use it.");
    assertThat(host.out()).isEmpty();
  }

  @Test
  void theCommandsOfTheLauncherAreSuggestedToo() {
    assertThat(host.run("tset")).isEqualTo(2);
    assertThat(host.err()).contains("Unknown command 'tset'. Did you mean 'test'?");
    assertThat(host.run("bnech")).isEqualTo(2);
    assertThat(host.err()).contains("Unknown command 'bnech'. Did you mean 'bench'?");
    assertThat(host.run("audit", "tset")).isEqualTo(2);
    assertThat(host.err()).doesNotContain("'test'");
  }

  @Test
  void anUnknownOptionIsWrongUsageAndTheNearestOneIsSuggested() {
    assertThat(host.run("check", "--pipline", "flights")).isEqualTo(2);
    assertThat(host.err())
        .contains("Unknown option '--pipline'. Did you mean '--pipeline'?")
        .contains("'falaj check --help' shows how to use it.");
  }

  @Test
  void anUnknownOptionGivenWithAValueIsNamedWithoutIt() {
    assertThat(host.run("check", "--pipelin=flights")).isEqualTo(2);
    assertThat(host.err()).contains("Unknown option '--pipelin'. Did you mean '--pipeline'?");
  }

  @Test
  void anArgumentThatNobodyAskedForIsNamed() {
    assertThat(host.run("check", "flights")).isEqualTo(2);
    assertThat(host.err()).contains("Unexpected argument 'flights'.");
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    assertThat(host.run("check", "--pipeline")).isEqualTo(2);
    assertThat(host.err())
        .contains("Missing required parameter for option '--pipeline' (NAME|DIR).");
  }

  @Test
  void noCommandIsWrongUsage() {
    assertThat(host.run()).isEqualTo(2);
    assertThat(host.err()).contains("No command is given.");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(host.run("--version")).isZero();
    assertThat(host.out()).startsWith("Falaj 0.").contains("(");
  }

  @TestFactory
  List<DynamicTest> everyCommandHasHelpWithAnExampleOfItself() {
    List<DynamicTest> tests = new ArrayList<>();
    addTests(tests, new Cli(host.host(), TestHost.SHARED).commandLine(), new ArrayList<>());
    assertThat(tests).hasSizeGreaterThan(1);
    return tests;
  }

  private void addTests(List<DynamicTest> tests, CommandLine line, List<String> words) {
    String name = String.join(" ", words);
    tests.add(
        DynamicTest.dynamicTest(
            name.isEmpty() ? "falaj" : name,
            () -> {
              TestHost own = new TestHost(folder);
              List<String> arguments = new ArrayList<>(words);
              arguments.add("--help");
              assertThat(own.run(arguments.toArray(String[]::new))).isZero();
              assertThat(own.out())
                  .contains("Usage: falaj")
                  .contains("Example")
                  .contains("./falaj " + name);
              assertThat(own.out().lines()).allMatch(text -> text.length() <= 100);
              assertThat(own.err()).isEmpty();
            }));
    line.getSubcommands()
        .forEach(
            (word, command) -> {
              List<String> deeper = new ArrayList<>(words);
              deeper.add(word);
              addTests(tests, command, deeper);
            });
  }

  /** What the launcher starts without Spark has to get along without it. */
  @Test
  void theLauncherStartsSparkForEachCommandThatAsksALake() throws IOException {
    String launcher = Files.readString(Path.of("../falaj"));
    String listed =
        launcher.substring(launcher.indexOf("needs_spark()"), launcher.indexOf("is_short()"));
    Set<String> without = Set.of("check", "contract", "keys", "help");
    assertThat(new Cli(host.host(), TestHost.SHARED).commandLine().getSubcommands().keySet())
        .filteredOn(name -> !without.contains(name))
        .allSatisfy(name -> assertThat(listed).containsPattern("[ |]" + name + "[ |)]"));
    without.forEach(name -> assertThat(listed).doesNotContainPattern("[ |]" + name + "[ |)]"));
  }
}

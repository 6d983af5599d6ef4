package io.falaj.validation.bench;

import io.falaj.lineage.Json;
import io.falaj.lineage.bench.BenchCase;
import io.falaj.lineage.bench.Rounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The same thirty checks by Great Expectations on the same rows: its CPU time against what the
 * checks add to an ingest. It is installed from PyPI when there is none yet.
 */
final class GreatExpectations {

  private static final String SCRIPT = "/bench/great_expectations_cost.py";
  private static final List<String> NEEDED =
      List.of("great_expectations==1.24.1", "pyspark==4.0.1");

  private final Path folder;
  private final Path environment =
      Path.of(System.getProperty("falaj.home", ".."), ".falaj", "great-expectations");

  /**
   * @param folder where {@link PlainIngest} left the clean table
   */
  GreatExpectations(Path folder) {
    this.folder = folder;
  }

  void measure(Rounds.Medians costs, int rounds, Consumer<BenchCase> told) {
    Path script = folder.resolve("great_expectations_cost.py");
    try (InputStream in = GreatExpectations.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    install();
    String answer =
        run(
            environment.resolve("bin/python").toString(),
            script.toString(),
            folder.resolve("plain/clean").toString(),
            Integer.toString(rounds));
    Map<?, ?> found = Json.read(answer.strip(), Map.class);
    double theirs = ((Number) Objects.requireNonNull(found.get("cpu_seconds"))).doubleValue();
    double ours = costs.of("checked").cpuSeconds() - costs.of("unchecked").cpuSeconds();
    told.accept(
        new BenchCase(
            "ingest",
            "thirty-checks",
            "cpu_seconds",
            ours,
            "great-expectations",
            theirs,
            1.0 / 3,
            rounds,
            Map.of("baseline_version", Objects.requireNonNull(found.get("version")))));
  }

  private void install() {
    Path done = environment.resolve("installed");
    String wanted = String.join("\n", NEEDED);
    try {
      if (Files.exists(done) && Files.readString(done).equals(wanted)) {
        return;
      }
      System.err.println("Great Expectations is being installed into " + environment);
      run("python3", "-m", "venv", "--clear", environment.toString());
      String pip = environment.resolve("bin/pip").toString();
      run(pip, "install", "--quiet", NEEDED.get(0), NEEDED.get(1));
      Files.writeString(done, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command prints; what it complains about goes to the terminal. */
  private static String run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "%s ended with %d: what it wrote above tells why. It printed: %s"
                .formatted(String.join(" ", command), code, out));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

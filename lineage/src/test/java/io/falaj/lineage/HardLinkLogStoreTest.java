package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HardLinkLogStoreTest {

  private static final int COMMITS = 80;

  @TempDir Path log;
  private final Configuration configuration = new Configuration();
  private final HardLinkLogStore store = new HardLinkLogStore(configuration);

  @Test
  void ofTwoProcessesExactlyOneWinsEachVersionAndNoCommitIsLost() throws Exception {
    List<Process> racers = new ArrayList<>();
    List<BufferedReader> outputs = new ArrayList<>();
    try {
      for (String name : List.of("left", "right")) {
        Process racer = race(name);
        racers.add(racer);
        outputs.add(racer.inputReader(StandardCharsets.UTF_8));
      }
      for (BufferedReader output : outputs) {
        assertThat(output.readLine()).isEqualTo("ready");
      }
      for (Process racer : racers) {
        racer.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
      }
      Map<Long, String> winners = new TreeMap<>();
      for (BufferedReader output : outputs) {
        for (String line : output.lines().toList()) {
          int blank = line.indexOf(' ');
          String before =
              winners.put(Long.parseLong(line.substring(0, blank)), line.substring(blank + 1));
          assertThat(before).as("won twice: %s", line).isNull();
        }
      }
      for (Process racer : racers) {
        assertThat(racer.waitFor()).isZero();
      }
      assertThat(winners).as("no version is left out").hasSize(2 * COMMITS);
      assertThat(winners.keySet()).last().isEqualTo(2L * COMMITS - 1);
      winners.forEach((version, action) -> assertThat(read(version)).containsExactly(action));
      assertThat(winners.values()).as("both had their turn").doesNotHaveDuplicates();
    } finally {
      racers.forEach(Process::destroyForcibly);
    }
    assertThat(names()).as("nothing is left beside the log").hasSize(2 * COMMITS);
  }

  private Process race(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LogRacer.class.getName(),
            log.toUri().toString(),
            name,
            Integer.toString(COMMITS))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void whoLookedFirstAndLinksLastHasLost() {
    HardLinkLogStore overtaken =
        new HardLinkLogStore(configuration) {
          @Override
          void publish(Path aside, Path target, boolean overwrite) throws IOException {
            // Just now the name was free; then another process commits.
            store.write(entry(0), List.of("the winner").iterator(), false, configuration);
            super.publish(aside, target, overwrite);
          }
        };
    assertThatThrownBy(() -> overtaken.write(entry(0), lines("x"), false, configuration))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(0)).containsExactly("the winner");
    assertThat(names()).containsExactly("00000000000000000000.json");
  }

  @Test
  void aVersionThatIsThereStaysUnlessItIsToBeReplaced() throws IOException {
    store.write(entry(3), lines("a", "b"), false, configuration);
    assertThatThrownBy(() -> store.write(entry(3), lines("c"), false, configuration))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("00000000000000000003.json");
    assertThat(read(3)).containsExactly("a", "b");
    store.write(entry(3), lines("c"), true, configuration);
    assertThat(read(3)).containsExactly("c");
    assertThat(names()).hasSize(1);
  }

  @Test
  void aWriterThatDiesHalfwayLeavesNoVersion() {
    Stream<String> dying =
        Stream.iterate(0, i -> i + 1)
            .map(
                i -> {
                  if (i == 2) {
                    throw new UncheckedIOException(new IOException("the disk is full"));
                  }
                  return "line " + i;
                });
    assertThatThrownBy(() -> store.write(entry(0), dying.iterator(), false, configuration))
        .hasMessageContaining("the disk is full");
    assertThat(names()).isEmpty();
  }

  @Test
  void whatADeadWriterLeftAsideIsNotListed() throws IOException {
    store.write(entry(0), lines("a"), false, configuration);
    Files.writeString(log.resolve(".00000000000000000001.json.dead.tmp"), "half a li");
    assertThat(store.listFrom(entry(0), configuration))
        .toIterable()
        .extracting(status -> status.getPath().getName())
        .containsExactly("00000000000000000000.json");
    store.write(entry(1), lines("b"), false, configuration);
    assertThat(read(1)).containsExactly("b");
    assertThat(store.isPartialWriteVisible(entry(1), configuration)).isFalse();
  }

  @Test
  void aSideFileOfAnEarlierWriterDoesNotSpoilTheEntry() throws IOException {
    // As Hadoop's checksums of another content would: reading would fail for ever.
    Files.writeString(log.resolve(".00000000000000000000.json.crc"), "crc\0 of something else");
    store.write(entry(0), lines("a"), false, configuration);
    assertThat(store.read(entry(0), configuration)).toIterable().containsExactly("a");
  }

  private static java.util.Iterator<String> lines(String... lines) {
    return List.of(lines).iterator();
  }

  private org.apache.hadoop.fs.Path entry(long version) {
    return LogRacer.entry(new org.apache.hadoop.fs.Path(log.toUri()), version);
  }

  private List<String> read(long version) {
    try {
      return Files.readAllLines(log.resolve("%020d.json".formatted(version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(log)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

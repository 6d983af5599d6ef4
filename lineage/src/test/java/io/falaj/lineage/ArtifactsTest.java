package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactsTest {

  private static final byte[] BYTES = "weights".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    artifacts = TestLake.in(folder).open().artifacts();
  }

  private Path file(Artifact artifact) {
    return folder.resolve("lake").resolve(artifact.path());
  }

  @Test
  void whatIsWrittenIsRead() {
    byte[] large = new byte[3_000_001];
    new Random(3).nextBytes(large);
    for (byte[] bytes : new byte[][] {BYTES, {}, large}) {
      Artifact artifact = artifacts.write(Zone.MODELS, "net.bin", bytes);
      assertThat(artifacts.read(artifact)).isEqualTo(bytes);
      assertThat(artifacts.exists(artifact)).isTrue();
      assertThat(Artifact.parse(artifact.path())).isEqualTo(artifact);
      assertThat(artifacts.uri(artifact)).isEqualTo("file:" + file(artifact));
    }
  }

  @Test
  void theSameBytesAreStoredOnce() throws IOException {
    Artifact first = artifacts.write(Zone.MODELS, "a.bin", BYTES);
    FileTime before = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file(first), before);
    assertThat(artifacts.write(Zone.MODELS, "a.bin", BYTES.clone())).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(file(first))).as("not written again").isEqualTo(before);
    assertThat(file(first).getParent()).isDirectoryContaining("glob:**/a.bin");
    Artifact other = artifacts.write(Zone.MODELS, "a.bin", new byte[] {1});
    assertThat(other.path()).isNotEqualTo(first.path());
  }

  @Test
  void aChangedByteIsRefusedAndMakingItAgainMendsIt() throws IOException {
    Artifact artifact = artifacts.write(Zone.MODELS, "net.bin", BYTES);
    byte[] changed = BYTES.clone();
    changed[3] ^= 1;
    replace(artifact, changed);
    assertThatThrownBy(() -> artifacts.read(artifact))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Artifact %s was changed: its bytes have SHA-256 %s. Restore it, or make it again.",
            artifact.path(), Fingerprint.of(changed));
    artifacts.write(Zone.MODELS, "net.bin", BYTES);
    assertThat(artifacts.read(artifact)).isEqualTo(BYTES);
    replace(artifact, new byte[0]);
    assertThatThrownBy(() -> artifacts.read(artifact)).hasMessageContaining("was changed");
    artifacts.write(Zone.MODELS, "net.bin", BYTES);
    assertThat(artifacts.read(artifact)).isEqualTo(BYTES);
  }

  /** As somebody would who does not know of Hadoop's side files. */
  private void replace(Artifact artifact, byte[] bytes) throws IOException {
    Path file = file(artifact);
    Files.write(file, bytes);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  @Test
  void aFlippedBitBesideHadoopsChecksumIsRefusedToo() throws IOException {
    Artifact artifact = artifacts.write(Zone.MODELS, "net.bin", BYTES);
    byte[] changed = BYTES.clone();
    changed[0] ^= 1;
    Files.write(file(artifact), changed);
    assertThatThrownBy(() -> artifacts.read(artifact))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("Artifact " + artifact.path() + " was changed");
    artifacts.write(Zone.MODELS, "net.bin", BYTES);
    assertThat(artifacts.read(artifact)).isEqualTo(BYTES);
  }

  @Test
  void aMissingOneIsNamed() {
    Artifact artifact = new Artifact(Zone.MODELS, "net.bin", Fingerprint.of(BYTES));
    assertThat(artifacts.exists(artifact)).isFalse();
    assertThatThrownBy(() -> artifacts.read(artifact))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Artifact %s is missing from the lake file:%s. Restore it, or run the step that makes"
                + " it.",
            artifact.path(), folder.resolve("lake"));
    assertThat(folder.resolve("lake")).as("looking makes nothing").doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".hidden", "-x", "a/b", "../a", "a b", "a\\b", "ä", "a\n"})
  void namesThatAreNoPlainFileNamesAreRefused(String name) {
    assertThatThrownBy(() -> artifacts.write(Zone.MODELS, name, BYTES))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Artifact name '%s' is not allowed: letters, digits, '_', '.' and '-' only.", name);
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models",
        "models/_artifacts/../net.bin",
        "models/_artifacts/ABC/net.bin",
        "models/other/SHA/net.bin",
        "bronze/_artifacts/SHA/net.bin",
        "/models/_artifacts/SHA/net.bin",
        "models/_artifacts/SHA/a/../net.bin",
        "../models/_artifacts/SHA/net.bin"
      })
  void pathsThatLeadElsewhereAreRefused(String text) {
    String path = text.replace("SHA", "0".repeat(64));
    assertThatThrownBy(() -> Artifact.parse(path))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage("'%s' names no artifact: it must be zone/_artifacts/sha256/name.", path);
    String escape = "models/_artifacts/" + "0".repeat(64) + "/..";
    assertThatThrownBy(() -> Artifact.parse(escape)).hasMessageContaining("is not allowed");
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gzipped files of several members, as those are that were joined. */
final class SourceStreamTest {

  private static final byte[] FIRST = gzip("a,b\n1,x\n".getBytes(StandardCharsets.UTF_8));
  private static final byte[] SECOND = gzip("2,y\n".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private SourceFile file(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("x.csv.gz"), bytes);
    return new SourceFile("file:" + file, bytes.length, Instant.EPOCH, Fingerprint.of(bytes));
  }

  private byte[] unpacked(byte[] bytes) throws IOException {
    try (InputStream in = SourceStream.open(file(bytes), new Configuration())) {
      return in.readAllBytes();
    }
  }

  @Test
  void allMembersAreReadAndZerosBehindThemLetPass() throws IOException {
    String both = "a,b\n1,x\n2,y\n";
    assertThat(unpacked(joined(FIRST, SECOND))).asString().isEqualTo(both);
    for (int zeros : List.of(1, 17, 26, 100_000)) {
      assertThat(unpacked(joined(FIRST, SECOND, new byte[zeros]))).asString().isEqualTo(both);
    }
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    assertThat(unpacked(joined(gzip(large), gzip(new byte[0]), gzip(large))))
        .isEqualTo(joined(large, large));
  }

  @ParameterizedTest(name = "{0} bytes of the second")
  @ValueSource(ints = {1, 2, 9, 10, 12, 18})
  void aMemberThatIsCutOffIsNotTheEnd(int bytes) throws IOException {
    refused(joined(FIRST, Arrays.copyOf(SECOND, bytes)));
  }

  @ParameterizedTest(name = "bit of byte {0}")
  @ValueSource(ints = {0, 1, 2})
  void aMemberWhoseHeaderIsDamagedIsNotTheEnd(int at) throws IOException {
    byte[] damaged = SECOND.clone();
    damaged[at] ^= (byte) 0x80;
    refused(joined(FIRST, damaged));
    refused(joined(FIRST, damaged, SECOND));
    byte[] large = new byte[200_000];
    Random random = new Random(2);
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ('a' + random.nextInt(16));
    }
    refused(joined(gzip(large), damaged, gzip(large)));
  }

  private void refused(byte[] bytes) throws IOException {
    assertThatThrownBy(() -> unpacked(bytes)).isInstanceOf(IOException.class);
    SourceFile file = file(bytes);
    assertThat(SourceCheck.whole(file, SourceFormat.Csv.STANDARD, List.of(), new Configuration()))
        .get()
        .extracting(UnreadableFile::reason)
        .asString()
        .startsWith("Source file " + file.uri() + " cannot be read to its end: ")
        .endsWith(" It is damaged or cut off; deliver it again.");
  }

  @Test
  void whereItEndsIsSaid() throws IOException {
    byte[] other = "something else".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> unpacked(joined(FIRST, new byte[3], other)))
        .hasMessage("what follows its byte %d is not in GZIP format", FIRST.length);
  }
}

package io.falaj.jobs;

import io.falaj.lineage.signing.SigningKey;
import io.falaj.lineage.signing.VerifyKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user's folder of keys: the pair that signs, and below {@value #TRUSTED} the public keys of
 * others whose signatures count.
 *
 * @param folder the folder
 */
record Keys(Path folder) {

  private static final String TRUSTED = "trusted";

  /**
   * The key that signs.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if there is none
   */
  SigningKey signing() {
    return SigningKey.load(folder);
  }

  boolean exist() {
    return SigningKey.exists(folder);
  }

  /**
   * Those whose signatures count: the user's own key, and each {@code *.pem} below the folder
   * {@value #TRUSTED}.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if there is none at all
   */
  List<VerifyKey> trusted() {
    List<VerifyKey> keys = new ArrayList<>();
    Path own = folder.resolve(SigningKey.PUBLIC_FILE);
    List<Path> others = others();
    if (Files.exists(own) || others.isEmpty()) {
      keys.add(VerifyKey.load(own));
    }
    others.forEach(file -> keys.add(VerifyKey.load(file)));
    return List.copyOf(keys);
  }

  private List<Path> others() {
    Path others = folder.resolve(TRUSTED);
    if (!Files.isDirectory(others)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(others)) {
      return files.filter(file -> file.toString().endsWith(".pem")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

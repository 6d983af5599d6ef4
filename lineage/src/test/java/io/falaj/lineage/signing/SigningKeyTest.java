package io.falaj.lineage.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

  private static final byte[] TEXT = "the water is shared by the hour".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void signsWhatItsPublicHalfVerifies() {
    SigningKey key = SigningKey.create(folder);
    Signature signature = key.sign(TEXT);
    assertThat(signature.keyId()).isEqualTo(key.keyId()).hasSize(16);
    assertThat(Base64.getDecoder().decode(signature.base64())).hasSize(64);
    assertThat(key.verifyKey().verifies(TEXT, signature)).isTrue();
    assertThat(key.sign(TEXT)).isEqualTo(signature);
  }

  @Test
  void loadsWhatWasCreated() {
    SigningKey created = SigningKey.create(folder);
    SigningKey loaded = SigningKey.load(folder);
    assertThat(loaded.keyId()).isEqualTo(created.keyId());
    assertThat(loaded.sign(TEXT)).isEqualTo(created.sign(TEXT));
    assertThat(loaded.verifyKey()).isEqualTo(created.verifyKey());
    assertThat(VerifyKey.load(folder.resolve(SigningKey.PUBLIC_FILE)))
        .isEqualTo(created.verifyKey())
        .hasSameHashCodeAs(created.verifyKey());
  }

  @Test
  void anyChangeOfTextOrSignatureShows() {
    SigningKey key = SigningKey.create(folder);
    byte[] signed = Base64.getDecoder().decode(key.sign(TEXT).base64());
    for (int i = 0; i < TEXT.length; i++) {
      byte[] changed = TEXT.clone();
      changed[i] ^= 1;
      assertThat(key.verifyKey().verifies(changed, key.sign(TEXT))).isFalse();
    }
    for (int i = 0; i < signed.length; i++) {
      byte[] changed = signed.clone();
      changed[i] ^= 1;
      Signature forged = new Signature(key.keyId(), Base64.getEncoder().encodeToString(changed));
      assertThat(key.verifyKey().verifies(TEXT, forged)).isFalse();
    }
  }

  @Test
  void malformedSignaturesAreWrongOnes() {
    VerifyKey key = SigningKey.create(folder).verifyKey();
    assertThat(key.verifies(TEXT, new Signature(key.keyId(), "not base64!"))).isFalse();
    assertThat(key.verifies(TEXT, new Signature(key.keyId(), "AAAA"))).isFalse();
    assertThat(key.verifies(TEXT, new Signature(key.keyId(), ""))).isFalse();
  }

  @Test
  void anotherKeysSignatureDoesNotVerify() {
    SigningKey mine = SigningKey.create(folder.resolve("mine"));
    SigningKey theirs = SigningKey.create(folder.resolve("theirs"));
    assertThat(mine.verifyKey().verifies(TEXT, theirs.sign(TEXT))).isFalse();
    Signature renamed = new Signature(mine.keyId(), theirs.sign(TEXT).base64());
    assertThat(mine.verifyKey().verifies(TEXT, renamed)).isFalse();
    assertThat(mine.verifyKey()).isNotEqualTo(theirs.verifyKey());
  }

  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    SigningKey.create(folder.resolve("falaj"));
    assertThat(mode(folder.resolve("falaj"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("falaj/signing.pem"))).isEqualTo("rw-------");
  }

  @Test
  void isNeverOverwritten() throws IOException {
    SigningKey.create(folder);
    byte[] before = Files.readAllBytes(folder.resolve(SigningKey.FILE));
    assertThatThrownBy(() -> SigningKey.create(folder))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("There is a signing key at " + folder.resolve("signing.pem"))
        .hasMessageContaining("not overwritten")
        .hasMessageContaining("move it away first");
    assertThat(Files.readAllBytes(folder.resolve(SigningKey.FILE))).isEqualTo(before);
  }

  @Test
  void anAbsentKeyNamesTheRemedy() {
    assertThat(SigningKey.exists(folder)).isFalse();
    assertThatThrownBy(() -> SigningKey.load(folder))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "There is no signing key at %s. Make one with `falaj keys create`.",
            folder.resolve("signing.pem"));
    assertThatThrownBy(() -> VerifyKey.load(folder.resolve("other.pem")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("There is no public key at " + folder.resolve("other.pem"))
        .hasMessageContaining("falaj keys create");
  }

  @Test
  void aKeyOpenToOthersIsRefused() throws IOException {
    SigningKey.create(folder);
    Path file = folder.resolve(SigningKey.FILE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SigningKey.load(folder))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("open to others (rw-r-----)")
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aDamagedKeyIsRefusedWithoutShowingIt() throws IOException {
    SigningKey.create(folder);
    Path file = folder.resolve(SigningKey.FILE);
    String pem = Files.readString(file);
    String secret = pem.lines().skip(1).findFirst().orElseThrow();
    for (String damaged :
        new String[] {
          "",
          "nonsense",
          pem.substring(0, pem.length() / 2),
          pem.replace("-----END PRIVATE KEY-----", ""),
          pem.replace(secret, secret.substring(4)),
          pem.replace(secret, "!" + secret.substring(1)),
        }) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> SigningKey.load(folder))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessageContaining(file + " does not hold a whole Ed25519 key")
          .hasMessageContaining("falaj keys create")
          .satisfies(e -> assertThat(e.toString()).doesNotContain(secret.substring(8)));
    }
  }

  @Test
  void halvesOfTwoKeysAreRefused() throws IOException {
    SigningKey.create(folder.resolve("a"));
    SigningKey.create(folder.resolve("b"));
    String a = Files.readString(folder.resolve("a/signing.pem"));
    String b = Files.readString(folder.resolve("b/signing.pem"));
    int cut = a.indexOf("-----BEGIN PUBLIC");
    String mixed = a.substring(0, cut) + b.substring(b.indexOf("-----BEGIN PUBLIC"));
    assertThatThrownBy(() -> SigningKey.parse(mixed, "mixed.pem"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("mixed.pem does not hold a whole Ed25519 key");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> SigningKey.create(inTheWay.resolve("keys")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("No signing key could be written to " + inTheWay.resolve("keys"));
  }

  @Test
  void textFormsShowNoSecret() throws IOException {
    SigningKey key = SigningKey.create(folder);
    assertThat(key).hasToString("signing key " + key.keyId());
    assertThat(key.verifyKey()).hasToString("public key " + key.keyId());
    assertThat(key.verifyKey().toPem())
        .isEqualTo(Files.readString(folder.resolve(SigningKey.PUBLIC_FILE)))
        .startsWith("-----BEGIN PUBLIC KEY-----")
        .doesNotContain("PRIVATE");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

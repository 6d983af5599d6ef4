package io.falaj.lineage.signing;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The public half of a key: anybody may have it, and check with it what was signed. */
public final class VerifyKey {

  private final PublicKey key;

  VerifyKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a PEM file that holds a public key.
   *
   * @throws FalajException.Configuration if there is none
   */
  public static VerifyKey load(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new FalajException.Configuration(
          ("There is no public key at %s. `falaj keys create` makes a pair of keys and writes the"
                  + " public one there; or name the file of the one who signed.")
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "The public key %s cannot be read (%s). Check its permissions."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Reads PEM text.
   *
   * @param shown how messages name the text
   * @throws FalajException.Configuration if it holds no Ed25519 public key
   */
  public static VerifyKey parse(String pem, String shown) {
    byte[] der = Pem.read(Pem.PUBLIC, pem).orElseThrow(() -> SigningKey.damaged(shown, null));
    try {
      return new VerifyKey(
          KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      throw SigningKey.damaged(shown, e);
    }
  }

  /** Names the key: the first 16 digits of its SHA-256. */
  public String keyId() {
    return Fingerprint.of(key.getEncoded()).hex().substring(0, 16);
  }

  /** Whether the holder of this key signed exactly these bytes. */
  public boolean verifies(byte[] bytes, Signature signature) {
    if (!signature.keyId().equals(keyId())) {
      return false;
    }
    try {
      java.security.Signature verifier = java.security.Signature.getInstance(SigningKey.ALGORITHM);
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(Base64.getDecoder().decode(signature.base64()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // A signature of the wrong length or in no base64 is a wrong signature.
      return false;
    }
  }

  /** PEM text for a file or an e-mail. */
  public String toPem() {
    return Pem.write(Pem.PUBLIC, key.getEncoded());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyKey that
        && Arrays.equals(key.getEncoded(), that.key.getEncoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key.getEncoded());
  }

  @Override
  public String toString() {
    return "public key " + keyId();
  }
}

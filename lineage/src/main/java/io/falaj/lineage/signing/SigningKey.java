package io.falaj.lineage.signing;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 key that signs. It lives in one file, {@value #FILE}, that only its owner can read,
 * with its public half beside it in {@value #PUBLIC_FILE}. Neither {@link #toString} nor any
 * message shows the secret.
 */
public final class SigningKey {

  /** The file within a folder of keys; it holds both halves, in PEM. */
  public static final String FILE = "signing.pem";

  /** The public half, to hand out. */
  public static final String PUBLIC_FILE = "signing.pub.pem";

  static final String ALGORITHM = "Ed25519";

  private final PrivateKey secret;
  private final VerifyKey verifyKey;

  private SigningKey(PrivateKey secret, VerifyKey verifyKey) {
    this.secret = secret;
    this.verifyKey = verifyKey;
  }

  /**
   * Makes a new key in a folder, which is made too where it is missing.
   *
   * @throws FalajException.Configuration if there is one already, or the folder cannot be written
   */
  public static SigningKey create(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      SigningKey key = new SigningKey(pair.getPrivate(), new VerifyKey(pair.getPublic()));
      KeyFiles.makePrivateFolder(folder);
      KeyFiles.writeNew(
          file, Pem.write(Pem.PRIVATE, pair.getPrivate().getEncoded()) + key.verifyKey.toPem());
      Files.writeString(folder.resolve(PUBLIC_FILE), key.verifyKey.toPem());
      return key;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FalajException.Configuration(
          ("There is a signing key at %s already, and it is not overwritten: what it signed could"
                  + " not be checked against a new one. Use it, or move it away first.")
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "No signing key could be written to %s (%s). Choose a folder that you may write to."
              .formatted(file, e),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 17 has " + ALGORITHM, e);
    }
  }

  /** Whether a folder holds a key. */
  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /**
   * Reads the key of a folder.
   *
   * @throws FalajException.Configuration if there is none, it is damaged, or others can read it
   */
  public static SigningKey load(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      String pem = Files.readString(file);
      KeyFiles.refuseWhereOthersRead(file);
      return parse(pem, file.toString());
    } catch (NoSuchFileException e) {
      throw new FalajException.Configuration(
          "There is no signing key at %s. Make one with `falaj keys create`.".formatted(file), e);
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "The signing key %s cannot be read (%s). Check its permissions."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  /**
   * Reads PEM text that holds both halves.
   *
   * @param shown how messages name the text; never the text itself
   * @throws FalajException.Configuration if it is no such key
   */
  public static SigningKey parse(String pem, String shown) {
    byte[] der = Pem.read(Pem.PRIVATE, pem).orElseThrow(() -> damaged(shown, null));
    VerifyKey verifyKey = VerifyKey.parse(pem, shown);
    try {
      SigningKey key =
          new SigningKey(
              KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der)),
              verifyKey);
      byte[] probe = {1, 2, 3};
      if (!verifyKey.verifies(probe, key.sign(probe))) {
        throw damaged(shown, null);
      }
      return key;
    } catch (GeneralSecurityException e) {
      // Its message may quote the bytes that it could not read.
      throw damaged(shown, null);
    }
  }

  /** Signs bytes; the same bytes always give the same signature. */
  public Signature sign(byte[] bytes) {
    try {
      java.security.Signature signer = java.security.Signature.getInstance(ALGORITHM);
      signer.initSign(secret);
      signer.update(bytes);
      return new Signature(keyId(), Base64.getEncoder().encodeToString(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key that was loaded cannot sign", e);
    }
  }

  public VerifyKey verifyKey() {
    return verifyKey;
  }

  public String keyId() {
    return verifyKey.keyId();
  }

  @Override
  public String toString() {
    return "signing key " + keyId();
  }

  static FalajException.Configuration damaged(String shown, @Nullable Throwable cause) {
    String message =
        ("%s does not hold a whole Ed25519 key in PEM. Restore it from a copy, or move it away and"
                + " make a new one with `falaj keys create`.")
            .formatted(shown);
    return cause == null
        ? new FalajException.Configuration(message)
        : new FalajException.Configuration(message, cause);
  }
}

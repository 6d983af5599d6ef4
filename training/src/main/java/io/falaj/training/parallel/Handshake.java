package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Both sides of a new connection prove that they know the run's secret, without showing it: each
 * authenticates the other's fresh random number with HMAC-SHA256.
 */
final class Handshake {

  private static final int NONCE = 32;
  private static final int MAC = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final Duration patience;

  Handshake(byte[] secret, Duration patience) {
    this.secret = secret.clone();
    this.patience = patience;
  }

  /** A secret for one run. */
  static byte[] newSecret() {
    return random();
  }

  /** The side that connected. */
  void connect(Peer peer, int own, int other) {
    byte[] nonce = random();
    peer.send(ByteBuffer.allocate(4 + NONCE).putInt(own).put(nonce).flip(), patience);
    byte[] theirs = new byte[NONCE];
    byte[] proof = new byte[MAC];
    peer.receive(NONCE + MAC, patience).get(theirs).get(proof);
    verify(proof, mac("accept", other, own, nonce, theirs));
    peer.send(ByteBuffer.wrap(mac("connect", own, other, theirs, nonce)), patience);
  }

  /**
   * The side that accepted.
   *
   * @return the other's rank
   */
  int accept(Peer peer, int own) {
    ByteBuffer hello = peer.receive(4 + NONCE, patience);
    int other = hello.getInt();
    byte[] theirs = new byte[NONCE];
    hello.get(theirs);
    byte[] nonce = random();
    peer.send(
        ByteBuffer.allocate(NONCE + MAC)
            .put(nonce)
            .put(mac("accept", own, other, theirs, nonce))
            .flip(),
        patience);
    byte[] proof = new byte[MAC];
    peer.receive(MAC, patience).get(proof);
    verify(proof, mac("connect", other, own, nonce, theirs));
    return other;
  }

  private static void verify(byte[] given, byte[] expected) {
    if (!MessageDigest.isEqual(given, expected)) {
      throw new FalajException.Transient(
          "A connection to the trainer did not know the run's secret and was refused.");
    }
  }

  private byte[] mac(String role, int from, int to, byte[] first, byte[] second) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(role.getBytes(StandardCharsets.US_ASCII));
      mac.update(ByteBuffer.allocate(8).putInt(from).putInt(to).flip());
      mac.update(first);
      mac.update(second);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA256", e);
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[NONCE];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}

package io.falaj.validation;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Small damages at random places of good bytes. */
final class Mutation {

  /** What text formats give a meaning to: damage there tells more than anywhere. */
  private static final byte[] TELLING =
      "\"',;:{}[]\\\n\r\t \0-#&*!|>%@`\u00ff"
          .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  /** The bytes with one to four damages. */
  byte[] of(byte[] good) {
    byte[] bytes = good.clone();
    for (int damage = 1 + random.nextInt(4); damage > 0 && bytes.length > 1; damage--) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
    byte[] result = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> result[at] = TELLING[random.nextInt(TELLING.length)];
      case 2 -> {
        return spliced(bytes, at, at + length, 0);
      }
      case 3 -> {
        return spliced(bytes, at, at + length, 2);
      }
      default -> {
        int other = random.nextInt(bytes.length);
        result[at] = bytes[other];
        result[other] = bytes[at];
      }
    }
    return result;
  }

  /** A part of the bytes, so many times. */
  private static byte[] spliced(byte[] bytes, int from, int to, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    for (int i = 0; i < times; i++) {
      out.write(bytes, from, to - from);
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}

package io.falaj.validation.profile;

import java.lang.ref.SoftReference;
import java.util.function.Function;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.jspecify.annotations.Nullable;

/**
 * A sketch, as an object or as its bytes, which take a fraction of the memory where it saw few
 * values. Of bytes the object is made when it is asked for, and let go when memory is short.
 */
final class Held<S> {

  static final Codec<HllSketch> HLL =
      new Codec<>(sketch -> sketch.toCompactByteArray(), bytes -> HllSketch.heapify(bytes));
  static final Codec<KllDoublesSketch> KLL =
      new Codec<>(sketch -> sketch.toByteArray(), bytes -> Sketches.kll(bytes));
  static final Codec<ItemsSketch<String>> ITEMS =
      new Codec<>(sketch -> Sketches.bytes(sketch), bytes -> Sketches.items(bytes));

  private final Codec<S> codec;
  private final @Nullable S sketch;
  private final byte @Nullable [] bytes;
  private volatile @Nullable SoftReference<S> opened;

  private Held(Codec<S> codec, @Nullable S sketch, byte @Nullable [] bytes) {
    this.codec = codec;
    this.sketch = sketch;
    this.bytes = bytes;
  }

  static <S> @Nullable Held<S> of(Codec<S> codec, @Nullable S sketch) {
    return sketch == null ? null : new Held<>(codec, sketch, null);
  }

  static <S> @Nullable Held<S> packed(Codec<S> codec, byte @Nullable [] bytes) {
    return bytes == null ? null : new Held<>(codec, null, bytes);
  }

  boolean isPacked() {
    return bytes != null;
  }

  /** The sketch, which is not to be changed. */
  S sketch() {
    if (bytes == null) {
      return java.util.Objects.requireNonNull(sketch);
    }
    SoftReference<S> before = opened;
    S known = before == null ? null : before.get();
    if (known == null) {
      known = codec.read().apply(bytes);
      opened = new SoftReference<>(known);
    }
    return known;
  }

  /** Apache DataSketches' own serialized bytes. */
  byte[] bytes() {
    return bytes == null ? codec.write().apply(sketch()) : bytes;
  }

  /** How a sketch becomes bytes and is made of them. */
  record Codec<S>(Function<S, byte[]> write, Function<byte[], S> read) {}
}

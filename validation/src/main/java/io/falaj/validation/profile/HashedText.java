package io.falaj.validation.profile;

import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A text with its hash: a sketch that holds many compares each text with some of them, and that
 * they are others is then seen without looking at their bytes.
 */
final class HashedText {

  private final UTF8String text;
  private final int hash;

  HashedText(UTF8String text) {
    this.text = text;
    this.hash = text.hashCode();
  }

  UTF8String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HashedText that && hash == that.hash && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

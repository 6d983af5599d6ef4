package io.falaj.training.registry;

import io.falaj.lineage.Fingerprint;
import io.falaj.training.model.ModelKind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a signature vouches for: that these bytes are this version of this model. Nothing else can
 * be shown in its place, an older version under a newer number neither.
 *
 * @param model the model's name
 * @param version its version
 * @param kind whether it is the model or its baseline
 * @param artifact the identity of its files
 */
record ModelIdentity(String model, long version, ModelKind kind, Fingerprint artifact) {

  /**
   * The bytes that are signed: lines of UTF-8, each ended by a line feed, of the format's name, the
   * model, the version, the kind and the fingerprint.
   */
  byte[] bytes() {
    return "falaj-model-signature-1\n%s\n%d\n%s\n%s\n"
        .formatted(model, version, text(kind), artifact.hex())
        .getBytes(StandardCharsets.UTF_8);
  }

  static String text(ModelKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a name in a table. */
  static ModelKind kind(String text) {
    return ModelKind.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return "model %s:%d (%s)".formatted(model, version, text(kind));
  }
}

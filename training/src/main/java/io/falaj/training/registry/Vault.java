package io.falaj.training.registry;

import io.falaj.lineage.Artifact;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.signing.VerifyKey;
import io.falaj.training.model.ModelArtifact;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Opens the files of a version, once signature and hashes hold. */
final class Vault {

  private final Lake lake;
  private final List<VerifyKey> trusted;

  Vault(Lake lake, Collection<VerifyKey> trusted) {
    this.lake = lake;
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Loads a version.
   *
   * @throws FalajException.DataRefused if no trusted key vouches for it, a file is missing, or one
   *     holds other bytes than were signed
   */
  ModelArtifact open(ModelVersion version) {
    checkSignature(version);
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Map.Entry<String, String> file : version.files().entrySet()) {
      files.put(file.getKey(), read(version, file.getValue()));
    }
    Fingerprint is = ModelArtifact.fingerprint(files);
    if (!is.equals(version.artifact())) {
      throw new FalajException.DataRefused(
          ("The files that table %s lists for %s have fingerprint %s together, and %s was signed:"
                  + " they are those of another model. Restore that table, or train again.")
              .formatted(
                  VersionTable.name(version.model()),
                  version.identity(),
                  is.brief(),
                  version.artifact().brief()));
    }
    return ModelArtifact.ofFiles(files);
  }

  private void checkSignature(ModelVersion version) {
    String keyId = version.signature().keyId();
    VerifyKey key =
        trusted.stream()
            .filter(candidate -> candidate.keyId().equals(keyId))
            .findFirst()
            .orElseThrow(
                () ->
                    new FalajException.DataRefused(
                        ("The %s is signed with key %s, which is not trusted (trusted: %s). Check"
                                + " with whoever trained it, and add the public key to the trusted"
                                + " ones; or train a version with a key of your own.")
                            .formatted(
                                version.identity(),
                                keyId,
                                trusted.isEmpty()
                                    ? "none"
                                    : String.join(
                                        ", ", trusted.stream().map(VerifyKey::keyId).toList()))));
    if (!key.verifies(version.identity().bytes(), version.signature())) {
      throw new FalajException.DataRefused(
          ("The signature of %s is not one of key %s over this model, version, kind and artifact"
                  + " %s: its row in table %s was changed, or was signed as something else. Restore"
                  + " that table, or train again.")
              .formatted(
                  version.identity(),
                  keyId,
                  version.artifact().brief(),
                  VersionTable.name(version.model())));
    }
  }

  private byte[] read(ModelVersion version, String path) {
    try {
      return lake.artifacts().read(Artifact.parse(path));
    } catch (FalajException.DataRefused | FalajException.Configuration e) {
      throw new FalajException.DataRefused(
          "The %s is not whole. %s".formatted(version.identity(), e.getMessage()), e);
    }
  }
}

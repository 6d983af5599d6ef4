package io.falaj.lineage;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file from outside the lake, known by what it holds.
 *
 * @param uri its full URI
 * @param size in bytes
 * @param modified when it was last changed
 * @param sha256 of its bytes
 */
public record SourceFile(String uri, long size, Instant modified, Fingerprint sha256)
    implements Serializable {

  /** Its name without the folders. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  /** What it is as an input of a step: its content counts, not its place. */
  public StepInput input() {
    return new StepInput(StepInput.FILE, name(), sha256.hex());
  }
}

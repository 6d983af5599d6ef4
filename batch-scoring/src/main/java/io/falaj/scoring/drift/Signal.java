package io.falaj.scoring.drift;

/**
 * Something that changed in a column beside its distribution, said on its own.
 *
 * @param kind what changed
 * @param reference the share in the reference
 * @param current the share now
 */
public record Signal(Kind kind, double reference, double current) {

  /** What changed. */
  public enum Kind {
    NULL_SHARE("missing values"),
    NEW_CATEGORIES("new categories"),
    OUT_OF_RANGE("out of the reference's range"),
    EMPTY("no values at all");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }
  }
}

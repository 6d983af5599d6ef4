package io.falaj.validation.profile;

import java.io.Serializable;

/**
 * A column to profile.
 *
 * @param name of the column in the rows that are written
 * @param exposure whether values may be kept
 */
public record ProfiledColumn(String name, Exposure exposure) implements Serializable {

  /** Whether a profile may keep values of a column. */
  public enum Exposure {
    /** Extremes, frequent values and sketches are kept. */
    OPEN,
    /** Personal data: what is kept could never be erased, so counts alone are. */
    PERSONAL
  }

  /** A column whose values may be kept. */
  public static ProfiledColumn open(String name) {
    return new ProfiledColumn(name, Exposure.OPEN);
  }

  /** A column of which counts alone are kept. */
  public static ProfiledColumn personal(String name) {
    return new ProfiledColumn(name, Exposure.PERSONAL);
  }
}

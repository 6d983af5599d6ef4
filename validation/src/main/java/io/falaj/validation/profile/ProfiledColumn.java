package io.falaj.validation.profile;

import java.io.Serializable;

/**
 * A column to profile.
 *
 * @param name of the column in the rows that are written
 * @param exposure whether values may be kept
 * @param total whether numbers are added up
 */
public record ProfiledColumn(String name, Exposure exposure, Total total) implements Serializable {

  /** Whether a profile may keep values of a column. */
  public enum Exposure {
    /** Extremes, frequent values and sketches are kept. */
    OPEN,
    /** Personal data: what is kept could never be erased, so counts alone are. */
    PERSONAL
  }

  /** Whether a profile adds up a column's numbers. */
  public enum Total {
    /** They are: {@link ProfileState#sum} is there. */
    KEPT,
    /** They are not. */
    NONE
  }

  /** A column whose values may be kept. */
  public static ProfiledColumn open(String name) {
    return new ProfiledColumn(name, Exposure.OPEN, Total.NONE);
  }

  /** A column of which counts alone are kept. */
  public static ProfiledColumn personal(String name) {
    return new ProfiledColumn(name, Exposure.PERSONAL, Total.NONE);
  }

  /** The same column, its numbers added up besides. */
  public ProfiledColumn summed() {
    return new ProfiledColumn(name, exposure, Total.KEPT);
  }
}

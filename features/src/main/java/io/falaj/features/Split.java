package io.falaj.features;

import java.util.Locale;

/** What labels of a training set serve for. */
public enum Split {
  /** Fitting. */
  FIT,
  /** Early stopping, calibration, threshold. */
  VALIDATION,
  /** The promotion gate. */
  GATE;

  /** The value in the column {@code split}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

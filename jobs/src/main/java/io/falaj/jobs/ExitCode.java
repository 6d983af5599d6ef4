package io.falaj.jobs;

import io.falaj.lineage.FalajException;

/** What Falaj leaves with; Airflow retries {@link #TRANSIENT} alone. */
enum ExitCode {
  DONE(0),
  /** Our fault. */
  FAULT(1),
  /** Wrong usage or configuration. */
  CONFIGURATION(2),
  /** Refused by a contract or gate: retrying will not help. */
  DATA_REFUSED(3),
  /** Retrying may help. */
  TRANSIENT(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(FalajException failure) {
    if (failure instanceof FalajException.Configuration) {
      return CONFIGURATION;
    } else if (failure instanceof FalajException.DataRefused) {
      return DATA_REFUSED;
    }
    return TRANSIENT;
  }
}

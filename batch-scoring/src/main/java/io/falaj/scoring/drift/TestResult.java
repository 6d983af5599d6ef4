package io.falaj.scoring.drift;

/**
 * The outcome of a statistical test.
 *
 * @param statistic the test's statistic
 * @param pValue the probability of at least this under no drift
 * @param effect how large the difference is, whatever the number of rows: see each test
 */
record TestResult(double statistic, double pValue, double effect) {}

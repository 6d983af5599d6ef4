package io.falaj.scoring.report;

/**
 * Why rows failed.
 *
 * @param dataset the dataset
 * @param expectation the expectation's name
 * @param severity what a failure does
 * @param rows the rows that failed it
 */
public record QuarantineReason(String dataset, String expectation, String severity, long rows) {}

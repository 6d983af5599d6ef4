package io.falaj.lineage;

/**
 * What one interval of a table holds.
 *
 * @param rows how many rows
 * @param checksum of the rows in any order, in hexadecimal; equal content, equal checksum
 */
public record IntervalContent(long rows, String checksum) {}

package io.falaj.validation;

/**
 * Rows of a table outside the lake whose key was ingested with other values.
 *
 * @param table its name
 * @param rows how many
 * @param taken whether what they are now takes the place of what they were
 */
public record ChangedRows(String table, long rows, boolean taken) {}

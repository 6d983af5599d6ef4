package io.falaj.validation.report;

/**
 * A row that was set aside, as a page may show it.
 *
 * @param expectation that it failed
 * @param key its key's columns with their values; of a personal column a mask
 * @param value what the expectation saw, or a mask
 * @param source the file and the record's number in it
 * @param interval where it belongs
 */
record BadRow(String expectation, String key, String value, String source, String interval) {}

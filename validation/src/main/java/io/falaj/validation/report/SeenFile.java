package io.falaj.validation.report;

/**
 * A source file that was not simply read.
 *
 * @param file its name
 * @param status what became of it
 * @param reason why
 */
record SeenFile(String file, String status, String reason) {}

package io.falaj.lineage;

import java.io.Serializable;

/**
 * How delimited text is written.
 *
 * @param delimiter between fields
 * @param quote around fields that hold delimiters; doubled inside
 * @param nullText the unquoted text that stands for null, beside the empty one
 */
public record CsvFormat(char delimiter, char quote, String nullText) implements Serializable {

  /** Commas, double quotes, nothing for null. */
  public static final CsvFormat STANDARD = new CsvFormat(',', '"', "");
}

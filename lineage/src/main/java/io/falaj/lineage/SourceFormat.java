package io.falaj.lineage;

import java.io.Serializable;

/** What the files of a source are. */
public sealed interface SourceFormat extends Serializable {

  /** The encoding of text where nothing else is said. */
  String UTF_8 = "UTF-8";

  /**
   * Delimited text with a header.
   *
   * @param delimiter between fields
   * @param quote around fields that hold delimiters or line ends; doubled inside
   * @param nullText the unquoted text that stands for null, beside the empty one
   * @param encoding name of the character set, as {@link java.nio.charset.Charset} knows it
   */
  record Csv(char delimiter, char quote, String nullText, String encoding) implements SourceFormat {

    /** Commas, double quotes, nothing for null, UTF-8. */
    public static final Csv STANDARD = new Csv(',', '"', "", UTF_8);
  }

  /**
   * A JSON object a line.
   *
   * @param encoding name of the character set, as {@link java.nio.charset.Charset} knows it
   */
  record JsonLines(String encoding) implements SourceFormat {

    /** In UTF-8, as RFC 8259 has it. */
    public static final JsonLines STANDARD = new JsonLines(UTF_8);
  }

  /** Parquet. */
  record Parquet() implements SourceFormat {}

  /** Avro object container files. */
  record Avro() implements SourceFormat {}
}

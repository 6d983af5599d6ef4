package io.falaj.lineage;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text as records of fields. A record ends with its line, in {@code \n} or {@code \r\n} as it
 * comes, or in {@code \r} where the first line does; empty lines are none. Between quotes a
 * delimiter and the end of a line are characters like others, and a quote is doubled; white space
 * behind the closing quote is left out. What follows it otherwise, up to the next delimiter, makes
 * the quotes characters like others too.
 *
 * <p>Where a record ends decides what every later one is called, so it must not depend on how long
 * records are, how many fields they have, or which line ends a file began with.
 */
final class DelimitedText {

  private static final int READ_AHEAD = 1 << 16;

  private final Reader in;
  private final char delimiter;
  private final char quote;
  private final char[] buffer = new char[READ_AHEAD];
  private final StringBuilder field = new StringBuilder();
  private int at;
  private int end;
  private boolean firstLineEnded;
  private boolean returnEndsLine;
  private int width;

  DelimitedText(Reader in, char delimiter, char quote) {
    this.in = in;
    this.delimiter = delimiter;
    this.quote = quote;
  }

  /**
   * The fields of the next record, null for one that is empty and has no quotes.
   *
   * @return null behind the last
   */
  @Nullable String @Nullable [] next() throws IOException {
    int c = outside();
    while (c == '\n') {
      c = outside();
    }
    if (c < 0) {
      return null;
    }
    List<@Nullable String> fields = new ArrayList<>(width);
    while (true) {
      field.setLength(0);
      boolean quoted = c == quote;
      c = quoted ? within() : rest(c);
      fields.add(quoted || !field.isEmpty() ? field.toString() : null);
      if (c != delimiter) {
        width = fields.size();
        return fields.toArray(new @Nullable String[0]);
      }
      c = outside();
    }
  }

  /** Takes a field from this character on, and returns what ended it. */
  private int rest(int first) throws IOException {
    int c = first;
    while (!ends(c)) {
      field.append((char) c);
      int from = at;
      while (at < end && buffer[at] != delimiter && buffer[at] != '\n' && buffer[at] != '\r') {
        at++;
      }
      field.append(buffer, from, at - from);
      c = outside();
    }
    return c;
  }

  /** Takes a field whose opening quote was read, and returns what ended it. */
  private int within() throws IOException {
    for (int c = read(); c >= 0; c = read()) {
      if (c != quote) {
        field.append((char) c);
        int from = at;
        while (at < end && buffer[at] != quote) {
          at++;
        }
        field.append(buffer, from, at - from);
      } else if (peek() == quote) {
        field.append(quote);
        at++;
      } else {
        return behind();
      }
    }
    if (field.isEmpty()) {
      field.append(quote); // nothing was quoted
    }
    return -1;
  }

  /** Looks what follows a closing quote, and returns what ended the field. */
  private int behind() throws IOException {
    int length = field.length();
    field.append(quote);
    int c = outside();
    while (c <= ' ' && !ends(c)) {
      field.append((char) c);
      c = outside();
    }
    if (ends(c)) {
      field.setLength(length);
      return c;
    }
    field.insert(0, quote);
    return rest(c);
  }

  private boolean ends(int c) {
    return c == delimiter || c == '\n' || c < 0;
  }

  /** The next character that is not between quotes, the end of a line as {@code \n}. */
  private int outside() throws IOException {
    int c = read();
    if (c == '\r') {
      if (peek() == '\n') {
        at++;
        c = '\n';
      } else if (returnEndsLine || !firstLineEnded) {
        returnEndsLine = true;
        c = '\n';
      }
    }
    firstLineEnded |= c == '\n';
    return c;
  }

  private int read() throws IOException {
    int c = peek();
    at++;
    return c;
  }

  private int peek() throws IOException {
    if (at >= end) {
      at = 0;
      end = in.read(buffer, 0, READ_AHEAD);
    }
    return at < end ? buffer[at] : -1;
  }
}

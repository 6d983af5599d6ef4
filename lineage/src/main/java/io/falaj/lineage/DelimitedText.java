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
 * the quotes characters like others too. Where quotes are not closed before the text ends, or are
 * such characters with the end of a line between them, it cannot be told which records there are:
 * {@link #problem} says so.
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

  /** Of the record, what is no longer in the buffer. */
  private final StringBuilder gone = new StringBuilder();

  private int from;
  private int at;
  private int end;
  private boolean firstLineEnded;
  private boolean returnEndsLine;
  private int width;
  private boolean lineEnded;
  private @Nullable String problem;

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
    problem = null;
    int c = first();
    while (c == '\n') {
      c = first();
    }
    if (c < 0) {
      return null;
    }
    List<@Nullable String> fields = new ArrayList<>(width);
    while (true) {
      field.setLength(0);
      boolean quoted = c == quote;
      c = quoted ? within(fields.size() + 1) : rest(c);
      fields.add(quoted || !field.isEmpty() ? field.toString() : null);
      if (c != delimiter) {
        lineEnded = c == '\n';
        width = fields.size();
        return fields.toArray(new @Nullable String[0]);
      }
      c = outside();
    }
  }

  /**
   * Why the record that was last read cannot be told from what stands around it; null if it can.
   */
  @Nullable String problem() {
    return problem;
  }

  /** The record that was last read, as it stands there, without the end of its line. */
  String text() {
    StringBuilder text = new StringBuilder(gone);
    text.append(buffer, from, Math.max(from, Math.min(at, end)) - from);
    int length = text.length();
    if (lineEnded) {
      boolean both = text.charAt(length - 1) == '\n' && length > 1;
      length -= both && text.charAt(length - 2) == '\r' ? 2 : 1;
    }
    return text.substring(0, length);
  }

  private int first() throws IOException {
    gone.setLength(0);
    from = at;
    return outside();
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
  private int within(int number) throws IOException {
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
        return behind(number);
      }
    }
    problem = "the quotes that its field %d begins with are never closed".formatted(number);
    return -1;
  }

  /** Looks what follows a closing quote, and returns what ended the field. */
  private int behind(int number) throws IOException {
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
    if (field.indexOf("\n") >= 0 || field.indexOf("\r") >= 0) {
      problem =
          "its field %d has the end of a line between quotes, and goes on behind them"
              .formatted(number);
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
      gone.append(buffer, from, Math.max(from, end) - from);
      from = 0;
      at = 0;
      end = in.read(buffer, 0, READ_AHEAD);
    }
    return at < end ? buffer[at] : -1;
  }
}

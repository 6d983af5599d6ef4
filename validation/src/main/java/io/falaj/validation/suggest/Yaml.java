package io.falaj.validation.suggest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Values as YAML writes them within braces, and as comments show them. */
final class Yaml {

  /** Words that YAML takes for something else than text. */
  private static final Set<String> TAKEN =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private static final int PLAIN_DIGITS = 15;

  private Yaml() {}

  /** A text, in quotes where it needs them. */
  static String text(String text) {
    boolean plain =
        text.matches("[A-Za-z][A-Za-z0-9_]*") && !TAKEN.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : quoted(text);
  }

  static String texts(List<String> texts) {
    return texts.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (pair) {
        quoted.append(c).append(text.charAt(++i));
      } else if ((c >= ' ' && c <= '~') || Character.isLetterOrDigit(c)) {
        quoted.append(c);
      } else {
        quoted.append("\\u%04X".formatted((int) c));
      }
    }
    return quoted.append('"').toString();
  }

  /** How many, for people, the same in every locale. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A share as a percentage, for people. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** A number that reads back to the digit. */
  static String number(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    boolean plain =
        bare.precision() <= PLAIN_DIGITS
            && bare.scale() <= PLAIN_DIGITS
            && bare.scale() > -PLAIN_DIGITS;
    return plain ? bare.toPlainString() : "\"" + bare + "\"";
  }

  /** A number for people. */
  static String shown(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    return bare.scale() > PLAIN_DIGITS * 2 || bare.scale() < -PLAIN_DIGITS
        ? bare.toString()
        : bare.toPlainString();
  }
}

package io.falaj.validation.suggest;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Forms of values that name a person. */
enum PersonalPattern {
  EMAIL("e-mail addresses", "[^@\\s]+@[^@\\s]+\\.[^@\\s.]+"),
  EMIRATES_ID("Emirates ID numbers", "784-?(?:19|20)\\d{2}-?\\d{7}-?\\d"),
  IBAN("IBANs", "[A-Z]{2}\\d{2} ?(?:[0-9A-Z]{4} ?){2,7}[0-9A-Z]{1,4}"),
  PHONE(
      "phone numbers",
      "(?:\\+|00)[1-9](?:[ ()./-]?\\d){6,14}|0[1-9](?:[ -]?\\d){7,9}"
          + "|\\(\\d{3}\\) ?\\d{3}[ -]\\d{4}|971\\d{8,9}");

  private final String plural;
  private final Pattern pattern;

  PersonalPattern(String plural, String pattern) {
    this.plural = plural;
    this.pattern = Pattern.compile(pattern);
  }

  /** What such values are, for people. */
  String plural() {
    return plural;
  }

  /** As a contract states it. */
  String pattern() {
    return pattern.pattern();
  }

  /** Whether a text is of this form from its beginning to its end. */
  boolean matches(String text) {
    boolean likely =
        switch (this) {
          case EMAIL -> text.indexOf('@') > 0;
          case EMIRATES_ID -> text.startsWith("784");
          case IBAN -> text.length() >= 15 && Character.isUpperCase(text.charAt(0));
          case PHONE -> text.length() >= 9 && "+0(9".indexOf(text.charAt(0)) >= 0;
        };
    // A ZIP code with its add-on has the digits of a phone number.
    return likely
        && pattern.matcher(text).matches()
        && (this != IBAN || checked(text))
        && !(this == PHONE && text.matches("\\d{5}-\\d{4}"));
  }

  /** The check digits of ISO 13616 are right. */
  private static boolean checked(String text) {
    String bare = text.replace(" ", "");
    StringBuilder digits = new StringBuilder();
    (bare.substring(4) + bare.substring(0, 4))
        .chars()
        .forEach(c -> digits.append(Character.digit(c, Character.MAX_RADIX)));
    return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }
}

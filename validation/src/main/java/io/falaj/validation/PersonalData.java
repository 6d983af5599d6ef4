package io.falaj.validation;

/** How a column's values relate to a person. */
public enum PersonalData {
  /** Names a person: a passenger number, an address. */
  DIRECT_IDENTIFIER,
  /** Names a person together with others: a birth date, a postal code. */
  QUASI_IDENTIFIER,
  /** Says something of a person that the law protects. */
  SENSITIVE
}

package io.falaj.validation.suggest;

/**
 * A line of a contract.
 *
 * @param yaml what it states
 * @param evidence what speaks for it; empty where nothing needs to
 */
record Suggestion(String yaml, String evidence) {

  /** The line, with the evidence as its comment. */
  String line(String before) {
    return before + yaml + (evidence.isEmpty() ? "" : "  # " + evidence) + "\n";
  }
}

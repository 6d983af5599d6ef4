package io.falaj.features;

/** Whether an event at exactly the label's time counts. */
public enum Boundary {
  /** It does. */
  INCLUSIVE,
  /** It does not: the label is about that very event. */
  EXCLUSIVE
}

package io.falaj.features;

/** What a null value of a feature means where the last value is asked for. */
public enum NullPolicy {
  /** It is the value. */
  KEEP,
  /** It is passed over: the last value that is not null counts. */
  SKIP
}

package io.falaj.features;

/**
 * One thing in which two definitions of a view differ.
 *
 * @param subject what of the view, for example {@code feature delay_mean}
 * @param change from what to what
 * @param breaking whether the same name would mean another thing, or nothing any more
 * @param why it is so
 */
public record ViewChange(String subject, String change, boolean breaking, String why) {

  static ViewChange breaking(String subject, String before, String after, String why) {
    return new ViewChange(subject, before + " -> " + after, true, why);
  }
}

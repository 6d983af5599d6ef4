package io.falaj.training.registry;

import java.util.List;
import java.util.Locale;

/**
 * What a gate says of a model.
 *
 * @param verdict whether it may be promoted
 * @param reasons why, in sentences with the numbers, at least one
 */
public record Decision(Verdict verdict, List<String> reasons) {

  /** Whether a model may be promoted. */
  public enum Verdict {
    PROMOTED,
    REFUSED;

    /** Its name in tables. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Decision {
    reasons = List.copyOf(reasons);
  }

  public boolean promoted() {
    return verdict == Verdict.PROMOTED;
  }
}

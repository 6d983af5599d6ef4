package io.falaj.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far an expectation moved from one version to another: what fails that passed, what passes
 * that failed, and what nobody can tell without the data. A bound is null where there is none.
 */
final class Shift {

  private final List<String> tightened = new ArrayList<>();
  private final List<String> loosened = new ArrayList<>();
  private final List<String> untold = new ArrayList<>();

  void tightened(String what) {
    tightened.add(what);
  }

  void loosened(String what) {
    loosened.add(what);
  }

  void untold(String what) {
    untold.add(what);
  }

  <T extends Comparable<? super T>> void least(
      String of, @Nullable T was, @Nullable T is, Function<T, String> text) {
    if (is != null && (was == null || is.compareTo(was) > 0)) {
      tightened(
          was == null
              ? "%s below %s".formatted(of, text.apply(is))
              : "%s from %s to below %s".formatted(of, text.apply(was), text.apply(is)));
    } else if (was != null && (is == null || is.compareTo(was) < 0)) {
      loosened(
          is == null
              ? "%s below %s".formatted(of, text.apply(was))
              : "%s from %s to below %s".formatted(of, text.apply(is), text.apply(was)));
    }
  }

  <T extends Comparable<? super T>> void greatest(
      String of, @Nullable T was, @Nullable T is, Function<T, String> text) {
    if (is != null && (was == null || is.compareTo(was) < 0)) {
      tightened(
          was == null
              ? "%s above %s".formatted(of, text.apply(is))
              : "%s above %s up to %s".formatted(of, text.apply(is), text.apply(was)));
    } else if (was != null && (is == null || is.compareTo(was) > 0)) {
      loosened(
          is == null
              ? "%s above %s".formatted(of, text.apply(was))
              : "%s above %s up to %s".formatted(of, text.apply(was), text.apply(is)));
    }
  }

  /** What could fail now and passed before. */
  List<String> tightened() {
    return List.copyOf(tightened);
  }

  /** What passes now and failed before. */
  List<String> loosened() {
    return List.copyOf(loosened);
  }

  /** What differs and cannot be compared. */
  List<String> untold() {
    return List.copyOf(untold);
  }
}

package io.falaj.scoring.drift;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The generator of the golden vectors, bit for bit the same in any language. */
final class Golden {

  private Golden() {}

  static double[] uniform(long seed, int n) {
    double[] values = new double[n];
    long state = seed;
    for (int i = 0; i < n; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      values[i] = (state >>> 11) * 0x1p-53;
    }
    return values;
  }

  static double[] reference() {
    return uniform(1, 5000);
  }

  static double[] current() {
    double[] a = uniform(2, 3000);
    double[] b = uniform(3, 3000);
    return IntStream.range(0, 3000).mapToDouble(i -> 0.8 * a[i] + 0.3 * b[i]).toArray();
  }

  static List<String> referenceLetters() {
    return DoubleStream.of(reference()).mapToObj(x -> letter(8 * x * x)).toList();
  }

  static List<String> currentLetters() {
    List<String> letters =
        new java.util.ArrayList<>(
            DoubleStream.of(current()).mapToObj(x -> letter(8 * Math.min(x, 0.999))).toList());
    for (int i = 0; i < 7; i++) {
      letters.set(i, "NEW");
    }
    return letters;
  }

  static double[] truncated(double[] values) {
    return Arrays.stream(values).map(x -> Math.floor(30 * x)).toArray();
  }

  static String letter(double place) {
    return String.valueOf("abcdefgh".charAt((int) place));
  }
}

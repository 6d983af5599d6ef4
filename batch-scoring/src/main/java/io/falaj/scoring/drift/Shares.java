package io.falaj.scoring.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The relative frequencies of a reference and a current sample over the same bins or categories.
 *
 * @param labels what each bin holds
 * @param edges the edges of numeric bins, one more than bins, each {@code [left, right)} and the
 *     last closed; empty where every bin is one value
 * @param reference sums to 1, less what lies outside the edges
 * @param current likewise
 */
public record Shares(
    List<String> labels, List<Double> edges, List<Double> reference, List<Double> current) {

  /** Numeric columns with at most this many values in the reference are compared value by value. */
  static final int FEW_VALUES = 20;

  public Shares {
    labels = List.copyOf(labels);
    edges = List.copyOf(edges);
    reference = List.copyOf(reference);
    current = List.copyOf(current);
    if (reference.size() != labels.size() || current.size() != labels.size()) {
      throw new IllegalArgumentException("both sides have a share for every bin");
    }
    if (!edges.isEmpty() && edges.size() != labels.size() + 1) {
      throw new IllegalArgumentException(
          "%d bins have %d edges".formatted(labels.size(), edges.size()));
    }
  }

  int size() {
    return labels.size();
  }

  /** Evidently's binning; both samples have values. */
  static Shares of(NumericSample reference, NumericSample current) {
    return reference.distinct() > FEW_VALUES
        ? binned(reference, current)
        : byValue(reference, current);
  }

  /** The categories of both, in order of their names. */
  static Shares of(CategorySample reference, CategorySample current) {
    TreeSet<String> union = new TreeSet<>(reference.counts().keySet());
    union.addAll(current.counts().keySet());
    double ofReference = reference.size();
    double ofCurrent = current.size();
    return new Shares(
        List.copyOf(union),
        List.of(),
        union.stream().map(label -> reference.count(label) / ofReference).toList(),
        union.stream().map(label -> current.count(label) / ofCurrent).toList());
  }

  private static Shares binned(NumericSample reference, NumericSample current) {
    List<Double> edges =
        sturges(
            (long) reference.size() + current.size(),
            Math.min(reference.min(), current.min()),
            Math.max(reference.max(), current.max()));
    return new Shares(labels(edges), edges, histogram(reference, edges), histogram(current, edges));
  }

  /** NumPy 1's edges for its rule {@code sturges}; lo is less than hi. */
  static List<Double> sturges(long n, double lo, double hi) {
    double width = (hi - lo) / (Math.log((double) n) / Math.log(2) + 1);
    int bins = (int) Math.max(1, Math.ceil((hi - lo) / width));
    double step = (hi - lo) / bins;
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      edges.add(i * step + lo);
    }
    edges.add(hi);
    return edges;
  }

  static List<String> labels(List<Double> edges) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i + 1 < edges.size(); i++) {
      labels.add(brief(edges.get(i)) + " … " + brief(edges.get(i + 1)));
    }
    return labels;
  }

  static String brief(double value) {
    return io.falaj.lineage.html.Numbers.brief(value);
  }

  private static List<Double> histogram(NumericSample sample, List<Double> edges) {
    List<Double> shares = new ArrayList<>();
    int last = edges.size() - 2;
    for (int i = 0; i <= last; i++) {
      int upTo = i == last ? sample.upTo(edges.get(i + 1)) : sample.below(edges.get(i + 1));
      shares.add((double) (upTo - sample.below(edges.get(i))) / sample.size());
    }
    return shares;
  }

  private static Shares byValue(NumericSample reference, NumericSample current) {
    TreeSet<Double> union = new TreeSet<>();
    for (NumericSample sample : List.of(reference, current)) {
      for (int i = 0; i < sample.size(); i++) {
        union.add(sample.at(i));
      }
    }
    return new Shares(
        union.stream().map(Shares::brief).toList(),
        List.of(),
        union.stream().map(value -> share(reference, value)).toList(),
        union.stream().map(value -> share(current, value)).toList());
  }

  private static double share(NumericSample sample, double value) {
    return (double) (sample.upTo(value) - sample.below(value)) / sample.size();
  }
}

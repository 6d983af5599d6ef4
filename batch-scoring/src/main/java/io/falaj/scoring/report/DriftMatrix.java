package io.falaj.scoring.report;

import io.falaj.lineage.html.Numbers;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.Finding;
import io.falaj.scoring.drift.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Columns by months.
 *
 * @param months the months' names
 * @param rows one a column, the one that moved farthest in any month first
 */
record DriftMatrix(List<String> months, List<Row> rows) {

  /**
   * A column over the months.
   *
   * @param column its name
   * @param months its drift in each month, where it was computed
   * @param worst the month in which it moved farthest
   */
  record Row(String column, List<Optional<ColumnDrift>> months, Optional<Worst> worst) {

    String measure() {
      return worst.flatMap(w -> w.drift().deciding()).map(f -> f.measure().label()).orElse("–");
    }

    /** Whether it drifted in any month. */
    boolean drifted() {
      return months.stream()
          .flatMap(Optional::stream)
          .anyMatch(drift -> drift.outcome() == ColumnDrift.Outcome.DRIFTED);
    }

    /** What else changed, at its largest, in words. */
    String signals() {
      Map<Signal.Kind, Signal> largest = new LinkedHashMap<>();
      for (Optional<ColumnDrift> month : months) {
        for (Signal signal : month.map(ColumnDrift::signals).orElse(List.of())) {
          if (size(signal) >= 0.01) {
            largest.merge(signal.kind(), signal, (a, b) -> size(b) > size(a) ? b : a);
          }
        }
      }
      return String.join("; ", largest.values().stream().map(Row::said).toList());
    }

    private static double size(Signal signal) {
      return Math.abs(signal.current() - signal.reference());
    }

    private static String said(Signal signal) {
      return signal.kind() == Signal.Kind.NULL_SHARE
          ? "missing %s → %s"
              .formatted(Numbers.percent(signal.reference()), Numbers.percent(signal.current()))
          : "%s: %s".formatted(signal.kind().label(), Numbers.percent(signal.current()));
    }
  }

  /** A column's drift in the month in which it moved farthest. */
  record Worst(String month, ColumnDrift drift, double distance) {}

  static DriftMatrix of(List<MonthDrift> months) {
    Map<String, List<Optional<ColumnDrift>>> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < months.size(); i++) {
      for (ColumnDrift drift : months.get(i).features().columns()) {
        List<Optional<ColumnDrift>> cells =
            byColumn.computeIfAbsent(drift.column(), name -> empty(months.size()));
        cells.set(i, Optional.of(drift));
      }
    }
    List<String> names = months.stream().map(MonthDrift::month).toList();
    List<Row> rows = new ArrayList<>();
    byColumn.forEach((column, cells) -> rows.add(new Row(column, cells, worst(names, cells))));
    rows.sort(
        Comparator.comparingDouble((Row row) -> -row.worst().map(Worst::distance).orElse(-1.0))
            .thenComparing(Row::column));
    return new DriftMatrix(names, rows);
  }

  boolean anyMode(ColumnDrift.Mode mode) {
    return rows.stream()
        .flatMap(row -> row.months().stream())
        .flatMap(Optional::stream)
        .anyMatch(drift -> drift.mode() == mode);
  }

  private static List<Optional<ColumnDrift>> empty(int size) {
    List<Optional<ColumnDrift>> cells = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      cells.add(Optional.empty());
    }
    return cells;
  }

  private static Optional<Worst> worst(List<String> names, List<Optional<ColumnDrift>> cells) {
    Worst worst = null;
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).isPresent() && cells.get(i).get().deciding().isPresent()) {
        Finding finding = cells.get(i).get().deciding().get();
        double distance = finding.timesThreshold();
        if (worst == null || distance > worst.distance()) {
          worst = new Worst(names.get(i), cells.get(i).get(), distance);
        }
      }
    }
    return Optional.ofNullable(worst);
  }
}

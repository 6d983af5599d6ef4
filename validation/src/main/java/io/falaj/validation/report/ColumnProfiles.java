package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.validation.Column;
import io.falaj.validation.Contract;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The profiles of a dataset's clean columns, as monitoring holds them. */
final class ColumnProfiles {

  private static final Comparator<ColumnHistory> WORST_FIRST =
      Comparator.comparingLong((ColumnHistory one) -> -one.failed())
          .thenComparing(one -> -one.whole().nullShare());

  private final Lake lake;
  private final Contract contract;
  private final DataInterval range;

  ColumnProfiles(Lake lake, Contract contract, DataInterval range) {
    this.lake = lake;
    this.contract = contract;
    this.range = range;
  }

  /** The columns whose expectations most rows failed first, then those with the most nulls. */
  List<ColumnHistory> columns(List<ExpectationHistory> expectations) {
    Map<String, SortedMap<DataInterval, ProfileState>> byInterval = new HashMap<>();
    Map<String, ProfileState> wholes = new HashMap<>();
    Set<String> personal = new HashSet<>();
    contract.columns().stream()
        .filter(contract::tellsOfAPerson)
        .forEach(column -> personal.add(column.name()));
    ProfileTable.forEachCommitted(
        lake,
        contract.clean(),
        range,
        (key, state) -> {
          // It may be of a time when nobody had said that the column is personal.
          ProfileState shown = personal.contains(key.column()) ? state.countsOnly() : state;
          byInterval
              .computeIfAbsent(key.column(), unused -> new TreeMap<>())
              .put(DataInterval.parse(key.interval()), shown.withoutSketches());
          wholes.merge(key.column(), shown, ColumnProfiles::together);
        });
    List<ColumnHistory> columns = new ArrayList<>();
    for (Column column : contract.columns()) {
      SortedMap<DataInterval, ProfileState> profiles = byInterval.get(column.name());
      ProfileState whole = wholes.get(column.name());
      if (profiles != null && whole != null) {
        long failed =
            expectations.stream()
                .filter(one -> one.columns().contains(column.name()))
                .mapToLong(ExpectationHistory::failed)
                .sum();
        columns.add(
            new ColumnHistory(column, personal.contains(column.name()), failed, profiles, whole));
      }
    }
    columns.sort(WORST_FIRST);
    return columns;
  }

  /**
   * Of intervals that kept different things of the column, since it became personal in between or
   * ceased to be, what all of them have: counts.
   */
  private static ProfileState together(ProfileState a, ProfileState b) {
    return a.kind() == b.kind() ? a.merge(b) : a.countsOnly().merge(b.countsOnly());
  }
}

package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.validation.Column;
import io.falaj.validation.Contract;
import io.falaj.validation.profile.ProfileKey;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    if (!lake.exists(ProfileTable.NAME)) {
      return List.of();
    }
    SortedMap<String, SortedMap<DataInterval, ProfileState>> byColumn = new TreeMap<>();
    Map<ProfileKey, ProfileState> states =
        ProfileTable.read(lake.read(ProfileTable.NAME), contract.clean(), List.of()).states();
    states.forEach(
        (key, state) -> {
          DataInterval interval =
              key.interval().isEmpty() ? DataInterval.WHOLE : DataInterval.parse(key.interval());
          if (key.whole() && interval.overlaps(range)) {
            byColumn
                .computeIfAbsent(key.column(), unused -> new TreeMap<>())
                .merge(interval, state, ProfileState::merge);
          }
        });
    List<ColumnHistory> columns = new ArrayList<>();
    for (Column column : contract.columns()) {
      SortedMap<DataInterval, ProfileState> profiles = byColumn.get(column.name());
      if (profiles != null) {
        long failed =
            expectations.stream()
                .filter(one -> one.columns().contains(column.name()))
                .mapToLong(ExpectationHistory::failed)
                .sum();
        columns.add(
            new ColumnHistory(
                column,
                contract.tellsOfAPerson(column),
                failed,
                profiles,
                profiles.values().stream().reduce(ProfileState::merge).orElseThrow()));
      }
    }
    columns.sort(WORST_FIRST);
    return columns;
  }
}

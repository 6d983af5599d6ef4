package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Column;
import io.falaj.validation.profile.ProfileState;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A column of the clean table as it was profiled.
 *
 * @param column as the contract has it
 * @param personal whether it tells of a person: its values are not for a page
 * @param failed rows that failed an expectation which looks at it
 * @param profiles of each interval
 * @param whole all of them together
 */
record ColumnHistory(
    Column column,
    boolean personal,
    long failed,
    SortedMap<DataInterval, ProfileState> profiles,
    ProfileState whole) {

  ColumnHistory {
    profiles = new TreeMap<>(profiles);
  }
}

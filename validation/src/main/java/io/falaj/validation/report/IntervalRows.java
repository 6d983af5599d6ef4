package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;

/**
 * What became of an interval's rows when it was last judged.
 *
 * @param rows those that arrived
 * @param held those that are in neither clean nor quarantine, since the interval was refused
 */
record IntervalRows(DataInterval interval, long rows, long clean, long quarantined, long held) {}

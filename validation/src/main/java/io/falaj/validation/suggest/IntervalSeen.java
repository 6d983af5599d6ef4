package io.falaj.validation.suggest;

import java.util.List;

/**
 * What one interval of a dataset holds.
 *
 * @param rows its rows
 * @param values how many values some columns have, in their order
 */
record IntervalSeen(long rows, List<Long> values) {
  IntervalSeen {
    values = List.copyOf(values);
  }
}

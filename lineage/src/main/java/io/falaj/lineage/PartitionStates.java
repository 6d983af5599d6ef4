package io.falaj.lineage;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/** The observers' states of each partition: a partition that ran twice counts once. */
final class PartitionStates
    extends AccumulatorV2<Map.Entry<Integer, Serializable[]>, SortedMap<Integer, Serializable[]>> {

  private final TreeMap<Integer, Serializable[]> states = new TreeMap<>();

  @Override
  public synchronized boolean isZero() {
    return states.isEmpty();
  }

  @Override
  public synchronized PartitionStates copy() {
    PartitionStates copy = new PartitionStates();
    copy.states.putAll(states);
    return copy;
  }

  @Override
  public synchronized void reset() {
    states.clear();
  }

  @Override
  public synchronized void add(Map.Entry<Integer, Serializable[]> state) {
    states.put(state.getKey(), state.getValue());
  }

  @Override
  public synchronized void merge(
      AccumulatorV2<Map.Entry<Integer, Serializable[]>, SortedMap<Integer, Serializable[]>> other) {
    states.putAll(other.value());
  }

  @Override
  public synchronized SortedMap<Integer, Serializable[]> value() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(states));
  }
}

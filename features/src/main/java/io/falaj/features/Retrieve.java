package io.falaj.features;

import io.falaj.features.pit.PointInTimeJoin;
import io.falaj.features.pit.ViewEvents;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives labels their features, as known at each label's time, from the lake's feature tables. */
public final class Retrieve {

  private final Lake lake;

  public Retrieve(Lake lake) {
    this.lake = lake;
  }

  /**
   * Labels and what they are to get.
   *
   * @param labels rows with a time, keys, and the columns that features on demand use
   * @param time the column that features are as known at, a timestamp
   * @param times an interval that holds the times of all labels
   * @param kept the labels' columns that come out, before the features
   * @param features what to join
   */
  public record Request(
      Dataset<Row> labels,
      String time,
      DataInterval times,
      List<String> kept,
      FeatureSelection features) {
    public Request {
      kept = List.copyOf(kept);
    }
  }

  /**
   * Labels with features.
   *
   * @param rows exactly one for each label: the kept columns, then the features
   * @param pins the version of each view's events that is read, by the view's versioned name
   */
  public record Result(Dataset<Row> rows, SortedMap<String, TableVersion> pins) {}

  /** Retrieves from the newest committed state. */
  public Result execute(Request request) {
    return execute(request, pins(request.features()));
  }

  /**
   * Retrieves from given versions.
   *
   * @param pins the version of each view's events, by the view's versioned name
   */
  public Result execute(Request request, SortedMap<String, TableVersion> pins) {
    return execute(request, pins, Duration.ZERO);
  }

  /** As if everything had been known so much later than it was. */
  Result execute(Request request, SortedMap<String, TableVersion> pins, Duration late) {
    Map<String, ViewEvents> events = new HashMap<>();
    for (FeatureView view : request.features().views()) {
      TableVersion pin = pins.get(view.versionedName());
      if (pin == null) {
        throw new IllegalArgumentException("no version given for " + view.versionedName());
      }
      events.put(view.versionedName(), FeatureTables.of(lake, view, pin));
    }
    Dataset<Row> rows =
        new PointInTimeJoin(request.features(), events, late)
            .join(request.labels(), request.time(), request.times(), request.kept());
    return new Result(rows, pins);
  }

  /** The newest committed version of the events of each view, by the view's versioned name. */
  public SortedMap<String, TableVersion> pins(FeatureSelection features) {
    SortedMap<String, TableVersion> pins = new TreeMap<>();
    for (FeatureView view : features.views()) {
      pins.put(view.versionedName(), lake.pin(view.eventsTable()));
    }
    return pins;
  }

  /**
   * What features of labels of an interval depend on, for step keys: the commits of the views'
   * events in the intervals that those labels can see.
   */
  public List<StepInput> inputs(FeatureSelection features, DataInterval times) {
    List<StepInput> inputs = new ArrayList<>();
    for (FeatureSelection.Join join : features.joins()) {
      DataInterval seen = reached(times, join.view().reach(join.features()));
      for (StepInput input : lake.inputs(join.view().eventsTable(), seen)) {
        if (!inputs.contains(input)) {
          inputs.add(input);
        }
      }
    }
    return List.copyOf(inputs);
  }

  /** From as far back as labels of an interval look to the interval's end. */
  static DataInterval reached(DataInterval times, Optional<Duration> reach) {
    Instant start =
        reach
            .filter(span -> span.compareTo(Duration.between(Instant.MIN, times.start())) < 0)
            .map(times.start()::minus)
            .filter(first -> first.isAfter(DataInterval.WHOLE.start()))
            .orElse(DataInterval.WHOLE.start());
    return new DataInterval(start, times.end());
  }
}

package io.falaj.features;

import io.falaj.features.pit.EventFrame;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Brings a view's tables up to date with its source: its events, in sorted buckets, and its values
 * at each interval's end. What is up to date is not written again; of an interval whose source has
 * changed only the difference is added, as known from when it arrived.
 */
public final class Materialize {

  /** Raised when the same events or values would come out differently. */
  private static final int SEMANTICS = 1;

  private final Lake lake;

  public Materialize(Lake lake) {
    this.lake = lake;
  }

  /**
   * What was done.
   *
   * @param view the view's versioned name
   * @param asked the intervals of the source within the interval asked for
   * @param computed those that were not up to date
   * @param events how many rows the events table gained
   * @param values how many rows of values were written
   */
  public record Result(
      String view,
      List<DataInterval> asked,
      List<DataInterval> computed,
      long events,
      long values) {}

  /**
   * Materializes a view.
   *
   * @param interval which of the source's intervals; a source or view without time is taken whole
   * @throws FalajException.DataRefused if the source has no committed rows in the interval
   * @throws FalajException.Configuration if the view's tables were made by a definition under which
   *     its features mean something else
   */
  public Result execute(FeatureView view, DataInterval interval) {
    Result result = materialize(view, interval);
    new ViewReleases(lake).first(view);
    return result;
  }

  private Result materialize(FeatureView view, DataInterval interval) {
    TableVersion source = lake.pin(view.source());
    List<IntervalRequest> requests = requests(view, interval);
    List<DataInterval> asked = requests.stream().map(IntervalRequest::interval).toList();
    StepRequest request =
        new StepRequest(
            FeatureTables.STEP,
            view.versionedName(),
            view.fingerprint(),
            SEMANTICS,
            requests,
            List.of(source));
    ViewDefinitions definitions = new ViewDefinitions(lake);
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        definitions.enter(view); // which a release that made them may not have done
        return new Result(view.versionedName(), asked, List.of(), 0, 0);
      }
      try {
        return write(view, source, step, asked, definitions);
      } catch (RuntimeException e) {
        step.failed(e);
        throw e;
      }
    }
  }

  private Result write(
      FeatureView view,
      TableVersion source,
      Step step,
      List<DataInterval> asked,
      ViewDefinitions definitions) {
    List<DataInterval> pending = step.pending();
    EventFrame frame = new EventFrame(view);
    definitions.check(view);
    checkEvents(view);
    definitions.enter(view);
    Dataset<Row> events = new EventChanges(lake, view, frame).of(source, pending);
    StagedWrite staged =
        step.append(FeatureTables.events(view, events.schema()), frame.sorted(events));
    TableVersion written = staged.commit();
    Dataset<Row> values = new ViewValues(lake, view).at(written, pending);
    StagedWrite stagedValues =
        step.replaceIntervals(FeatureTables.values(view, values.schema()), values);
    stagedValues.commit();
    step.commit();
    return new Result(view.versionedName(), asked, pending, staged.rows(), stagedValues.rows());
  }

  private void checkEvents(FeatureView view) {
    if (!lake.exists(view.eventsTable())) {
      return;
    }
    StructType schema = lake.schema(lake.pin(view.eventsTable()));
    FeatureTables.checkDefinition(view, schema);
    int buckets = FeatureTables.buckets(schema);
    if (buckets != view.entity().buckets()) {
      throw new FalajException.Configuration(
          "Table %s has %d buckets, and entity '%s' now says %d. Set 'buckets' back, or raise the view's version to write it anew."
              .formatted(
                  view.eventsTable(), buckets, view.entity().name(), view.entity().buckets()));
    }
  }

  /** The committed intervals of a view's source in a range, as the view's tables have them. */
  static SortedSet<DataInterval> intervals(Lake lake, FeatureView view, DataInterval range) {
    boolean timeless = view.times().eventTime().isEmpty();
    String prefix = view.source() + "/";
    SortedSet<DataInterval> intervals = new TreeSet<>();
    for (StepInput input : lake.inputs(view.source(), timeless ? DataInterval.WHOLE : range)) {
      intervals.add(
          timeless
              ? DataInterval.WHOLE
              : DataInterval.parse(input.name().substring(prefix.length())));
    }
    return intervals;
  }

  /** The source's committed intervals, each with what its values depend on. */
  private List<IntervalRequest> requests(FeatureView view, DataInterval interval) {
    String prefix = view.source() + "/";
    Set<DataInterval> intervals = intervals(lake, view, interval);
    if (intervals.isEmpty()) {
      throw new FalajException.DataRefused(
          "View %s has nothing to be made from: table %s has no committed rows in %s. Ingest that interval first, or ask for another."
              .formatted(view.versionedName(), view.source(), interval));
    }
    // Values depend on the source as far as its events are in the view, or will be in a moment.
    Set<String> materialized = new TreeSet<>();
    intervals.forEach(each -> materialized.add(prefix + each));
    lake.commits(FeatureTables.STEP, view.versionedName())
        .forEach(commit -> materialized.add(prefix + commit.interval()));
    Optional<Duration> reach = view.reach(view.features());
    List<IntervalRequest> requests = new ArrayList<>();
    for (DataInterval each : intervals) {
      boolean whole = each.equals(DataInterval.WHOLE);
      List<StepInput> seen =
          lake.inputs(view.source(), whole ? each : Retrieve.reached(each, reach)).stream()
              .filter(input -> whole || materialized.contains(input.name()))
              .toList();
      requests.add(new IntervalRequest(each, seen));
    }
    return requests;
  }
}

package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.StagedRows;
import io.falaj.lineage.StepInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an ingest takes from a dataset's source: what each interval's rows come from, and the rows.
 * What was ingested stays in raw and is not taken from the source again.
 */
interface Intake extends AutoCloseable {

  /** What each interval asked for is computed from; of what is unread, it may be any. */
  List<IntervalRequest> requests(List<StepInput> others);

  /**
   * Looks whether what was known of the intervals is still so.
   *
   * @throws FalajException.Transient if another run has committed one since, and that matters
   */
  void checkCurrent();

  /**
   * What an interval is computed from.
   *
   * @param sources where its rows come from
   * @param others what else decides what comes out
   */
  static IntervalRequest request(
      Contract contract, DataInterval interval, Set<StepInput> sources, List<StepInput> others) {
    List<StepInput> inputs = new ArrayList<>(sources);
    inputs.sort(Comparator.comparing(StepInput::name).thenComparing(StepInput::identity));
    inputs.add(contract.readingInput());
    inputs.addAll(others);
    return new IntervalRequest(interval, inputs);
  }

  /** Whether the source has what was never read in the present way. */
  boolean isUnread();

  /** The source's columns that the contract does not name, where anything is unread. */
  List<String> ignoredColumns();

  /** Rows of raw from the source, those of pending intervals; nothing if none has any. */
  Optional<Dataset<Row>> arriving(List<DataInterval> pending);

  /**
   * Takes notice of what arrived, where it was unread: from now on {@link #requests} knows which
   * intervals it is of.
   *
   * @param staged the arriving rows
   * @throws FalajException.DataRefused if rows were changed, and the dataset says stop
   */
  void read(StagedRows staged);

  /** The rows that raw has of the intervals and that stay, judged by the contract as it is now. */
  Optional<Dataset<Row>> staying(List<DataInterval> pending);

  /** Whether any interval has something that it comes from. */
  boolean any(Collection<DataInterval> intervals);

  /** Why there is nothing to write. */
  FalajException noData(List<DataInterval> pending);

  /** Remembers what was found in the source, before raw is written. */
  void rememberFound();

  /** Remembers what was taken, once it is committed or turned out to be there already. */
  void rememberTaken();

  /** What there is to tell of the source. */
  Findings findings();

  /** Lets go of the source. */
  @Override
  void close();
}

package io.falaj.validation;

import static java.util.Comparator.naturalOrder;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring_index;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.Sources;
import io.falaj.lineage.StagedRows;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * From files: each record is looked at once, and a late file makes its own intervals pending and no
 * others.
 */
final class FileIntake implements Intake {

  private final Lake lake;
  private final Contract contract;
  private final Source.Files source;
  private final List<DataInterval> asked;
  private final RawRows rawRows;
  private final SourceLog log;
  private final SourceFiles files;
  private final FileInputs inputs;
  private final FileCounter counter = new FileCounter();
  private @Nullable ObservedRows observed;

  /**
   * @param folder what the source's path is relative to
   * @param commits the newest of each interval of the dataset
   * @throws FalajException.DataRefused if there is no file and never was one, if none can be read,
   *     or if one was changed and the dataset says stop
   */
  FileIntake(
      Lake lake,
      Contract contract,
      Source.Files source,
      String folder,
      List<DataInterval> asked,
      Collection<Commit> commits,
      RawRows rawRows) {
    this.lake = lake;
    this.contract = contract;
    this.source = source;
    this.asked = asked;
    this.rawRows = rawRows;
    this.log = SourceLog.of(lake, contract);
    this.files = SourceFiles.find(lake, contract, source, folder, log);
    this.inputs = new FileInputs(contract, asked, files, log, commits);
  }

  @Override
  public List<IntervalRequest> requests(List<StepInput> others) {
    return inputs.requests(others);
  }

  @Override
  public void checkCurrent() {
    // Files are there as before: what another run has read of them is read again.
  }

  @Override
  public boolean isUnread() {
    return !inputs.unread().isEmpty();
  }

  @Override
  public List<String> ignoredColumns() {
    List<SourceFile> unread = inputs.unread();
    if (unread.isEmpty()) {
      return List.of();
    }
    List<String> names =
        new ArrayList<>(lake.sources().columns(unread.get(0), source.format()).orElse(List.of()));
    names.removeAll(contract.sourceNames());
    return names;
  }

  @Override
  public Optional<Dataset<Row>> arriving(List<DataInterval> pending) {
    if (isUnread()) {
      observed = lake.observe(records(pending), counter);
      return Optional.of(observed.rowsWhere(RawRows.WANTED));
    }
    return pending.stream().anyMatch(interval -> !inputs.toRead(interval).isEmpty())
        ? Optional.of(
            records(pending).where(col(RawRows.WANTED)).drop(RawRows.WANTED, FileCounter.EVENT))
        : Optional.empty();
  }

  private Dataset<Row> records(List<DataInterval> pending) {
    WantedRows wanted = new WantedRows(contract.partitioning(), inputs, asked, pending);
    return rawRows.of(
        lake.sources().read(wanted.files(), source.format(), contract.sourceNames()),
        List.of(),
        wanted,
        lake.run().runId(),
        lake.settings().clock().instant());
  }

  @Override
  public void read(StagedRows staged) {
    if (observed == null) {
      throw new IllegalStateException("nothing arrived");
    }
    inputs.read(observed.observed(counter));
  }

  @Override
  public Optional<Dataset<Row>> staying(List<DataInterval> pending) {
    Column go = lit(false);
    List<DataInterval> from = new ArrayList<>();
    for (DataInterval interval : pending) {
      if (inputs.kept(interval).isEmpty()) {
        continue;
      }
      from.add(interval);
      List<String> going = inputs.going(interval);
      if (!going.isEmpty()) {
        go =
            go.or(
                col(TableSpec.INTERVAL)
                    .equalTo(interval.toString())
                    .and(substring_index(col(Sources.ROW), ":", 1).isin(going.toArray())));
      }
    }
    if (from.isEmpty()) {
      return Optional.empty();
    }
    DataInterval span = new DataInterval(from.get(0).start(), from.get(from.size() - 1).end());
    Dataset<Row> rows =
        lake.readAt(lake.pin(contract.raw()), span)
            .where(
                col(TableSpec.INTERVAL)
                    .isin(from.stream().map(DataInterval::toString).toArray())
                    .and(not(go)));
    return Optional.of(rawRows.again(rows));
  }

  @Override
  public boolean any(Collection<DataInterval> intervals) {
    return inputs.any(intervals);
  }

  @Override
  public FalajException noData(List<DataInterval> pending) {
    String dataset = contract.dataset();
    List<SourceFile> readable = files.readable();
    String names = String.join(", ", readable.stream().map(SourceFile::name).toList());
    Collection<FileContent> contents = inputs.contents();
    if (!readable.isEmpty() && contents.stream().allMatch(content -> content.rows() == 0)) {
      return new FalajException.DataRefused(
          "Dataset %s has no records: %s has none. Deliver it again.".formatted(dataset, names));
    }
    DataInterval range =
        new DataInterval(pending.get(0).start(), pending.get(pending.size() - 1).end());
    if (readable.isEmpty()) {
      return new FalajException.DataRefused(
          "Dataset %s has no records in %s: %s names no file now, and none that was ingested had any. Deliver the files of this interval."
              .formatted(dataset, range, source.place()));
    }
    return new FalajException.DataRefused(
        "Dataset %s has no records in %s: those of %s lie between %s and %s. Ask for an interval within, or deliver the files of this one."
            .formatted(
                dataset,
                range,
                names,
                text(contents.stream().flatMap(c -> c.firstEvent().stream()).min(naturalOrder())),
                text(contents.stream().flatMap(c -> c.lastEvent().stream()).max(naturalOrder()))));
  }

  private static String text(Optional<Instant> at) {
    return at.map(Object::toString).orElse("?");
  }

  /** A run that follows a crash then knows the files, and does not read them again. */
  @Override
  public void rememberFound() {
    log.tell(lake, inputs.seen());
  }

  @Override
  public void rememberTaken() {
    // Which intervals have a file's records is told by their commits.
  }

  @Override
  public Findings findings() {
    return new Findings(
        inputs.outside(), files.setAside(), files.changed(), files.duplicates(), Optional.empty());
  }

  @Override
  public void close() {
    // Files are open as long as they are read.
  }
}

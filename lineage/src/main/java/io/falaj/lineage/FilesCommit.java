package io.falaj.lineage;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Makes files that are written part of their table, in one Delta commit; again where another run
 * was in the way, unless that wrote one of the same intervals.
 */
final class FilesCommit {

  private static final int ATTEMPTS = 5;

  private final WriteIntent intent;
  private final DeltaTables tables;
  private final TableMaker maker;
  private final InstantSource clock;

  FilesCommit(WriteIntent intent, DeltaTables tables, TableMaker maker, InstantSource clock) {
    this.intent = intent;
    this.tables = tables;
    this.maker = maker;
    this.clock = clock;
  }

  /**
   * What the table has become.
   *
   * @param version its new version
   * @param schemaChanges how its columns changed with it
   */
  record Result(long version, List<SchemaChange> schemaChanges) {}

  /**
   * Commits the files.
   *
   * @throws FalajException.Transient if another run won
   */
  Result commit(OptimisticTransaction first, PreparedWrite write) {
    OptimisticTransaction txn = first;
    for (int attempt = 1; ; attempt++) {
      try {
        List<SchemaChange> changes = TableMaker.schemaChanges(txn);
        long version = txn.commit(Scala.seq(actions(txn, write)), operation(write, changes));
        ChecksumFiles.trim(tables, intent.table(), version);
        return new Result(version, changes);
      } catch (DeltaConcurrentModificationException e) {
        // A new column or another interval: not our interval, as the generations tell.
        if (attempt == ATTEMPTS) {
          throw lost(e);
        }
        txn = again(write, e);
      } catch (Exception e) { // Scala throws checked ones too
        throw IoFailure.of("commit to table " + intent.table(), e);
      }
    }
  }

  private FalajException.Transient lost(@Nullable Exception cause) {
    String message =
        ("Another run wrote %s of table %s at the same time, and won. Run again: what it has done is"
                + " skipped.")
            .formatted(intent.keys().keySet(), intent.table());
    return cause == null
        ? new FalajException.Transient(message)
        : new FalajException.Transient(message, cause);
  }

  /** A transaction that saw what the other run did, unless that was one of our intervals. */
  private OptimisticTransaction again(PreparedWrite write, Exception cause) {
    OptimisticTransaction txn = maker.begin(intent.spec());
    if (!intent.lastGenerations(txn).equals(write.last())) {
      throw lost(cause);
    }
    return txn;
  }

  private List<Action> actions(OptimisticTransaction txn, PreparedWrite write) {
    List<AddFile> now = intent.own(PreparedWrite.files(txn), write.last());
    Set<String> named = PreparedWrite.paths(now);
    if (write.seen().isPresent() && !write.seen().get().equals(named)) {
      throw lost(null); // somebody changed the files of our intervals and raised no counter
    }
    track(txn, now);
    Set<String> staying = PreparedWrite.paths(write.staying());
    List<Action> actions = new ArrayList<>();
    long at = clock.millis();
    for (AddFile file : now) {
      if (!staying.contains(file.path())) {
        actions.add(file.removeWithTimestamp(at, true));
      }
    }
    for (AddFile file : write.staying()) {
      if (!named.contains(file.path())) {
        actions.add(broughtBack(file));
      }
    }
    actions.addAll(write.staged().files());
    write
        .generations()
        .forEach(
            (interval, generation) ->
                actions.add(
                    new SetTransaction(
                        TableReader.app(intent.table(), interval), generation, Option.empty())));
    return actions;
  }

  /** A run that died took a committed file out of the table: as the new rows come, it is back. */
  private static AddFile broughtBack(AddFile file) {
    return file.copy(
        file.path(),
        file.partitionValues(),
        file.size(),
        file.modificationTime(),
        true,
        file.stats(),
        file.tags(),
        file.deletionVector(),
        file.baseRowId(),
        file.defaultRowCommitVersion(),
        file.clusteringProvider());
  }

  private void track(OptimisticTransaction txn, List<AddFile> own) {
    if (intent.kind() == WriteKind.APPEND) {
      return;
    }
    Optional<String> predicate = intent.predicate();
    if (predicate.isEmpty()) {
      txn.readWholeTable();
      return;
    }
    // What Delta's filterFiles notes too, so that a write of the same partitions conflicts.
    txn.trackReadPredicates(Scala.seq(List.of(tables.expression(predicate.get()))), true, true);
    txn.trackFilesRead(Scala.seq(own));
  }

  private DeltaOperations.Operation operation(
      PreparedWrite write, List<SchemaChange> schemaChanges) {
    Option<String> predicate = Option.apply(intent.predicate().orElse(null));
    Option<Expression> parsed =
        predicate.isDefined() ? Option.apply(tables.expression(predicate.get())) : Option.empty();
    WriteRecord record =
        new WriteRecord(
            intent.keys(),
            write.staged().contents(),
            write.generations(),
            intent.committedGenerations(),
            schemaChanges);
    return intent
        .kind()
        .delta(intent.spec().partitionBy(), predicate, parsed, intent.provenance().apply(record));
  }
}

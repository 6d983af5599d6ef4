package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The one door to tables, to files from outside and to artifacts: nothing is read but at a pinned
 * version, and nothing written without a run, a step key and a trace. One per run.
 */
public final class Lake {

  private final RunContext run;
  private final LakeSettings settings;
  private final DeltaTables tables;
  private final LakeFormat format;
  private final TableMaker maker;
  private final Books books;
  private final CommitLog commits;
  private final TableReader reader;
  private final StepWriter writer;

  private Lake(SparkSession session, LakeSettings settings, RunContext run, int smallFiles) {
    this.run = run;
    this.settings = settings;
    org.apache.spark.sql.classic.SparkSession own =
        (org.apache.spark.sql.classic.SparkSession) session.newSession();
    SessionPins.apply(own);
    ObservedPlan.allow(own);
    LakeFolders folders = LakeFolders.of(settings.root(), own.sessionState().newHadoopConf());
    SessionPins.checkLogStore(own, folders);
    this.tables = new DeltaTables(own, folders);
    this.format = new LakeFormat(folders, tables.files(), settings.residency());
    format.check();
    this.maker = new TableMaker(tables, settings, run, format);
    this.books = new Books(tables, settings, maker, smallFiles);
    this.commits = new CommitLog(tables, books);
    this.reader = new TableReader(tables, commits);
    this.writer = new StepWriter(run, settings, tables, maker, reader, commits);
    LakeCatalog.install(own, folders.root());
  }

  /**
   * Opens a lake for a run, in a session of its own. A lake that does not exist is made by its
   * first write.
   *
   * @throws FalajException.Configuration if the folder holds something else, or a lake of another
   *     format version, or if the session lacks {@link LakeSettings#sparkProperties()}
   */
  public static Lake open(SparkSession session, LakeSettings settings, RunContext run) {
    return open(session, settings, run, SmallFiles.MANY);
  }

  /** As {@link #open}, putting so many small files of a bookkeeping table together. */
  static Lake open(SparkSession session, LakeSettings settings, RunContext run, int smallFiles) {
    return new Lake(session, settings, run, smallFiles);
  }

  public RunContext run() {
    return run;
  }

  public LakeSettings settings() {
    return settings;
  }

  /** The lake's root as a full URI. */
  public String root() {
    return tables.folders().root();
  }

  /** From now on the listener is told of each step. */
  public void listen(StepListener listener) {
    writer.listen(listener);
  }

  public boolean exists(TableName table) {
    return tables.exists(table);
  }

  /** The lake's tables, by zone and name. */
  public List<TableName> tables() {
    return tables.tables();
  }

  /**
   * The newest version of a table, its open intervals at their last commit.
   *
   * @throws FalajException.Configuration if there is no such table
   */
  public TableVersion pin(TableName table) {
    return reader.pin(table);
  }

  /** The committed rows of a table, now. */
  public Dataset<Row> read(TableName table) {
    return readAt(pin(table));
  }

  /** The rows of a version. */
  public Dataset<Row> readAt(TableVersion version) {
    writer.wasRead(version);
    return reader.read(version);
  }

  /**
   * The rows of those partitions by interval that the range overlaps; of a table without such
   * partitions, all. Rows of a partition that only partly lies in the range are not cut.
   */
  public Dataset<Row> readAt(TableVersion version, DataInterval range) {
    writer.wasRead(version);
    return reader.read(version, range);
  }

  /**
   * As {@link #readAt(TableVersion, DataInterval)}, of the rows for which a condition is true.
   * Files that hold none by the log's statistics of them are not read.
   */
  public Dataset<Row> readAt(TableVersion version, DataInterval range, Column where) {
    writer.wasRead(version);
    return reader.read(version, range, where);
  }

  /**
   * Checks that a table, where it is there, can become what it is to look like: before a step
   * writes the first of several tables.
   *
   * @throws FalajException.Configuration with every column that cannot become so
   */
  public void checkEvolution(TableSpec table) {
    maker.check(table);
  }

  /**
   * Checks that every file of a version is there, as large as its log tells.
   *
   * @throws FalajException.DataRefused if files or log entries are gone, or files were changed
   */
  public void checkIntact(TableVersion version) {
    new IntactFiles(tables, reader).check(version);
  }

  /** The columns of a version. */
  public StructType schema(TableVersion version) {
    return tables.at(version.table(), version.version()).metadata().schema();
  }

  /** Local rows as a dataset of this run's session. */
  public Dataset<Row> dataset(List<Row> rows, StructType schema) {
    return tables.session().createDataFrame(rows, schema);
  }

  /** Rows that observers look at on their way to wherever they are used. */
  public ObservedRows observe(Dataset<Row> rows, RowObserver<?>... observers) {
    return RowTap.over(tables.session(), rows, List.of(observers));
  }

  /** The files that hold the committed rows of a version. */
  public List<DataFile> files(TableVersion version) {
    writer.wasRead(version);
    return reader.files(version);
  }

  /**
   * What the commits name for those intervals of a table that the range overlaps: the inputs of a
   * step that reads them.
   */
  public List<StepInput> inputs(TableName table, DataInterval range) {
    List<StepInput> inputs = new ArrayList<>();
    commits
        .committed(table)
        .forEach(
            (interval, written) -> {
              if (interval.overlaps(range)) {
                inputs.add(
                    new StepInput(
                        "table", table + "/" + interval, Long.toString(written.version())));
              }
            });
    return inputs;
  }

  /** The newest commit of each interval of a step, by interval. */
  public List<Commit> commits(String step, String output) {
    return List.copyOf(commits.current(step, output).values());
  }

  /** Every commit of the lake, older ones included, in no order. */
  public List<Commit> commits() {
    return commits.all();
  }

  /** Files and tables from outside the lake. */
  public Sources sources() {
    return new Sources(tables);
  }

  /** Files of the lake that are no tables. */
  public Artifacts artifacts() {
    return new Artifacts(tables, format);
  }

  /** Pages about the lake, for people. */
  public Pages pages() {
    return new Pages(tables, format, writer);
  }

  /**
   * Appends a few rows in one commit, written by the driver without a Spark job: events, audit,
   * registry. The rows are visible at once.
   */
  public void appendBookkeeping(TableSpec table, List<Row> rows) {
    appendBookkeeping(table, rows, List.of());
  }

  /**
   * As {@link #appendBookkeeping(TableSpec, List)}, of rows with which a run takes something that
   * is to be taken once.
   *
   * @param claims what it is, in words for a message; no other commit to the table may name any of
   *     it again
   * @throws FalajException.Taken if another run was faster; then none of the rows is there
   */
  public void appendBookkeeping(TableSpec table, List<Row> rows, Collection<String> claims) {
    if (rows.isEmpty()) {
      return;
    }
    long version =
        books.append(
            table,
            rows,
            txn -> Claims.marks(txn, claims),
            txn -> WriteRecord.ofBooks(run, TableMaker.schemaChanges(txn)));
    boolean told = table.name().zone() != Zone.LINEAGE;
    if (told) {
      writer.tellAppended(TableVersion.of(table.name(), version), rows.size());
    }
    books.compact(table.name(), run).filter(unused -> told).ifPresent(writer::tellCompacted);
  }

  /**
   * All rows of a table that {@link #appendBookkeeping} writes and that stays small, in no order,
   * read without a Spark job; none where there is no table.
   */
  public List<Row> bookkeeping(TableName table) {
    return ParquetRows.read(tables, table);
  }

  /** The tables that names without a version stand for in SQL. */
  public SortedMap<TableName, TableName> releases() {
    return new Releases(tables).current();
  }

  /**
   * Lets a name stand for a table in SQL, in place of what it stood for.
   *
   * @throws FalajException.Configuration if there is no such table, or the name is a table's own
   * @throws FalajException.Transient if another run moves the name at the same time
   */
  public void release(TableName name, TableName table) {
    if (!exists(table)) {
      throw new FalajException.Configuration(
          "There is no table %s that %s could stand for. Make it first.".formatted(table, name));
    }
    if (exists(name)) {
      throw new FalajException.Configuration(
          "%s is a table itself: the name cannot stand for %s.".formatted(name, table));
    }
    new Releases(tables).move(this, name, table);
  }

  /** The commits of a table whose log entries are kept, oldest first. */
  public List<TableCommit> history(TableName table) {
    return new TableHistory(tables).of(table);
  }

  /**
   * A query over {@code lake.<zone>.<table>}; {@code VERSION AS OF} is allowed, and what is not
   * pinned is read at its newest committed state.
   *
   * @throws FalajException.Configuration if it is no query, or names what is not there
   */
  public Dataset<Row> query(String sql) {
    return query(sql, Map.of());
  }

  /** A query that reads the tables named at the versions given. */
  public Dataset<Row> query(String sql, Map<String, TableVersion> pins) {
    return new SqlQuery(tables).run(sql, pins);
  }

  /** Starts a step: what is up to date already is not pending. */
  public Step begin(StepRequest request) {
    return new LakeStep(writer, request);
  }
}

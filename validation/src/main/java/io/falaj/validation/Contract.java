package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Expectation.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What a dataset promises: columns, types, keys, event time, personal data, expectations.
 *
 * @param dataset its name, and that of its tables in raw, clean and quarantine
 * @param description for people; may be empty
 * @param owner who answers for it; may be empty
 * @param source where it comes from
 * @param keys the columns that tell its rows apart
 * @param eventTime the column that says when a row's event happened
 * @param partitioning how its tables are divided
 * @param columns of the clean table, in order
 * @param checks every expectation, the implicit ones (parsed, type, not null, key) first
 * @param profiling what is profiled beside its columns
 */
public record Contract(
    String dataset,
    String description,
    String owner,
    Source source,
    List<String> keys,
    Optional<String> eventTime,
    Partitioning partitioning,
    List<Column> columns,
    List<Check> checks,
    Profiling profiling) {

  public Contract {
    keys = List.copyOf(keys);
    columns = List.copyOf(columns);
    checks = List.copyOf(checks);
  }

  /** Why a dataset cannot be called so; nothing if it can. */
  public static Optional<String> nameProblem(String dataset) {
    return ContractParser.nameProblem(dataset);
  }

  /** The contract that a file states, or nothing when it has problems, which are added. */
  public static Optional<Contract> parse(DatasetYaml yaml, Problems problems) {
    return new ContractParser(yaml, problems).parse();
  }

  /** Why the dataset cannot be ingested over a range; nothing if it can. */
  public Optional<String> intervalProblem(DataInterval range) {
    DataInterval around = partitioning.around(range);
    return around.equals(range)
        ? Optional.empty()
        : Optional.of(
            "Dataset %s is kept by %s, and %s cuts one. Ask for whole ones: %s."
                .formatted(dataset, partitioning.name().toLowerCase(Locale.ROOT), range, around));
  }

  /**
   * The intervals of a range, in order: those that the tables are divided into.
   *
   * @throws FalajException.Configuration if the range cuts one of them
   */
  public List<DataInterval> intervals(DataInterval range) {
    intervalProblem(range)
        .ifPresent(
            problem -> {
              throw new FalajException.Configuration(problem);
            });
    return partitioning.intervals(range);
  }

  /** What arrived, as text. */
  public TableName raw() {
    return new TableName(Zone.RAW, dataset);
  }

  /** Rows that met the contract. */
  public TableName clean() {
    return new TableName(Zone.CLEAN, dataset);
  }

  /** Rows that did not. */
  public TableName quarantine() {
    return new TableName(Zone.QUARANTINE, dataset);
  }

  /** The tables that a reference names: they are ingested before this one. */
  public Set<TableName> references() {
    Set<TableName> tables = new LinkedHashSet<>();
    for (Check check : checks) {
      if (check.expectation() instanceof Expectation.References references) {
        tables.add(references.table());
      }
    }
    return tables;
  }

  /**
   * What is wrong with the references to a table, as sentences; nothing if all is well.
   *
   * @param table that is referenced
   * @param has its columns
   */
  public List<String> referenceProblems(TableName table, StructType has) {
    return ReferencedTables.problems(this, table, has);
  }

  /** The columns with their types: the clean table's, without its identity columns. */
  public StructType schema() {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(column.name(), column.type());
    }
    return schema;
  }

  /** A column by its name. */
  public Column column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(dataset + " has no column " + name));
  }

  /** Whether a column relates to a person, or is computed from one that does. */
  public boolean tellsOfAPerson(Column column) {
    return column.personal().isPresent()
        || (column.origin() instanceof Column.Derived derived
            && derived.uses().stream().map(this::column).anyMatch(this::tellsOfAPerson));
  }

  List<Column> sourceColumns() {
    return columns.stream().filter(column -> !column.derived()).toList();
  }

  /** The names that the source has for its columns, in the same order. */
  List<String> sourceNames() {
    return sourceColumns().stream()
        .map(column -> ((Column.FromSource) column.origin()).column())
        .toList();
  }

  /** The names that the source has for what the keys are, or are computed from. */
  List<String> sourceKeys() {
    List<List<String>> reached = new ArrayList<>();
    keys.forEach(key -> reach(key, reached));
    Set<String> names = new LinkedHashSet<>();
    for (List<String> part : reached) {
      if (column(part.get(0)).origin() instanceof Column.FromSource origin) {
        names.add(origin.column());
      }
    }
    return List.copyOf(names);
  }

  List<Check> checks(Level level) {
    return checks.stream().filter(check -> check.expectation().level() == level).toList();
  }

  /** The expectations of keys that are unique in the table. */
  List<Expectation.Unique> uniqueInTable() {
    return checks.stream()
        .map(Check::expectation)
        .filter(Expectation.Unique.class::isInstance)
        .map(Expectation.Unique.class::cast)
        .filter(unique -> unique.against() == Expectation.Unique.Against.TABLE)
        .toList();
  }

  /**
   * Columns whose least and greatest values may stand in the table's log, so that files are passed
   * over that hold none of some keys.
   */
  List<String> statsColumns() {
    Set<String> names = new LinkedHashSet<>(keys);
    eventTime.ifPresent(names::add);
    uniqueInTable().forEach(unique -> names.addAll(unique.columns()));
    names.removeIf(name -> tellsOfAPerson(column(name)));
    return List.copyOf(names);
  }

  /**
   * Identity of what decides which rows of raw a source's bytes become, and in which interval: the
   * rows of raw stay when anything else of the contract changes.
   */
  public Fingerprint reading() {
    List<List<String>> sources = new ArrayList<>();
    for (Column column : sourceColumns()) {
      sources.add(List.of(column.name(), column.origin().identity()));
    }
    List<List<String>> event = new ArrayList<>();
    eventTime.ifPresent(name -> reach(name, event));
    return Fingerprint.builder(StepInput.READING)
        .add("reader", source.reader())
        .add("format", source.form())
        .add("columns", sources)
        .add("event_time", event)
        .add("partition", partitioning)
        .build();
  }

  /** The same, as an input of a step. */
  StepInput readingInput() {
    return new StepInput(StepInput.READING, raw().toString(), reading().hex());
  }

  /** A column with all that it is computed from. */
  private void reach(String name, List<List<String>> reached) {
    Column column = column(name);
    List<String> part = List.of(name, column.type().catalogString(), column.origin().identity());
    if (!reached.contains(part)) {
      reached.add(part);
      if (column.origin() instanceof Column.Derived derived) {
        derived.uses().forEach(used -> reach(used, reached));
      }
    }
  }

  /**
   * Identity of everything that decides what comes out; descriptions, owner, units and the files'
   * place are left out.
   */
  public Fingerprint fingerprint() {
    List<List<String>> columnParts = new ArrayList<>();
    for (Column column : columns) {
      columnParts.add(
          List.of(
              column.name(),
              column.type().catalogString(),
              column.required().name(),
              column.origin().identity(),
              column.personal().map(Enum::name).orElse("")));
    }
    List<List<String>> checkParts = new ArrayList<>();
    for (Check check : checks) {
      checkParts.add(
          List.of(
              check.name(),
              check.expectation().toString(),
              check.severity().name(),
              check.when().orElse(""),
              check.nulls().name()));
    }
    Fingerprint.Builder parts =
        Fingerprint.builder("contract")
            .add("dataset", dataset)
            .add("format", source.form())
            .add("keys", keys)
            .add("event_time", eventTime.orElse(null))
            .add("partition", partitioning)
            .add("columns", columnParts)
            .add("checks", checkParts);
    // Without it, a contract is what it was before there was such a thing.
    return (profiling.plain() ? parts : parts.add("profile", profiling.identity())).build();
  }
}

package io.falaj.validation;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.Column.Derived;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a dataset's tables look like. */
final class DatasetTables {

  static final String PROBLEM = "_problem";
  static final String REASONS = "_reasons";
  static final String CONTRACT = "_contract";
  static final String SET_ASIDE_AT = "_set_aside_at";
  static final String BATCH = "_batch";
  static final String INGESTED_AT = "_ingested_at";

  private final Contract contract;
  private final RowChecks rowChecks;

  DatasetTables(Contract contract, RowChecks rowChecks) {
    this.contract = contract;
    this.rowChecks = rowChecks;
  }

  /**
   * Checks that tables which are there can become what the contract says, before any is written.
   *
   * @throws io.falaj.lineage.FalajException.Configuration with every column that cannot
   */
  void check(Lake lake) {
    List.of(raw(), quarantine(), clean()).forEach(lake::checkEvolution);
  }

  /** What arrived, as text, with its identity and the bits of what it fails. */
  TableSpec raw() {
    StructType schema = texts();
    for (String word : rowChecks.words()) {
      schema = schema.add(word, DataTypes.LongType);
    }
    schema = schema.add(BATCH, DataTypes.StringType).add(INGESTED_AT, DataTypes.TimestampType);
    return partitioned(
        TableSpec.of(contract.raw(), divided(schema))
            .withoutDictionaryOf(singleKey())
            .describedAs(
                "%s as it arrived: text, and which expectations it fails."
                    .formatted(contract.dataset())));
  }

  /** Rows that met the contract, with their types. */
  TableSpec clean() {
    StructType schema = new StructType();
    for (Column column : contract.columns()) {
      // The table keeps all nullable; a column that is not cannot come to rows that are there.
      schema = schema.add(column.name(), column.type(), !column.nullRefused());
    }
    schema =
        schema.add(Sources.ROW, DataTypes.StringType).add(TableSpec.INTERVAL, DataTypes.StringType);
    return partitioned(
        TableSpec.of(contract.clean(), divided(schema))
            .withStats(contract.statsColumns().toArray(new String[0]))
            .withoutDictionaryOf(singleKey())
            .describedAs(
                contract.description().isEmpty()
                    ? contract.dataset() + ", as its contract states."
                    : contract.description()));
  }

  /** Rows that did not, as they arrived, each with its reasons. */
  TableSpec quarantine() {
    StructType schema =
        texts()
            .add(BATCH, DataTypes.StringType)
            .add(REASONS, Reasons.TYPE)
            .add(CONTRACT, DataTypes.StringType)
            .add(SET_ASIDE_AT, DataTypes.TimestampType);
    return partitioned(
        TableSpec.of(contract.quarantine(), divided(schema))
            .withoutChecksumOf(SET_ASIDE_AT)
            .describedAs(
                "Rows of %s that its contract set aside, with every reason."
                    .formatted(contract.dataset())));
  }

  /** The column that is the key by itself, if one is: hardly any two rows have the same. */
  private String[] singleKey() {
    List<String> keys = contract.keys();
    return keys.size() == 1 ? keys.toArray(new String[0]) : new String[0];
  }

  private StructType texts() {
    StructType schema = new StructType();
    for (Column column : contract.sourceColumns()) {
      schema = schema.add(column.name(), DataTypes.StringType);
    }
    return schema
        .add(Sources.ROW, DataTypes.StringType)
        .add(TableSpec.INTERVAL, DataTypes.StringType)
        .add(Sources.TEXT, DataTypes.StringType)
        .add(PROBLEM, DataTypes.StringType)
        .add(Sources.SOURCE, DataTypes.StringType);
  }

  private StructType divided(StructType schema) {
    return contract
        .partitioning()
        .column()
        .map(column -> schema.add(column, DataTypes.DateType))
        .orElse(schema);
  }

  private TableSpec partitioned(TableSpec spec) {
    return contract.partitioning().column().map(spec::partitionedBy).orElse(spec);
  }

  /** Which raw columns each clean column comes from, by name. */
  Map<String, List<String>> columnLineage() {
    Map<String, List<String>> lineage = new TreeMap<>();
    for (Column column : contract.columns()) {
      List<String> from = new ArrayList<>();
      reach(column, from);
      lineage.put(column.name(), from.stream().map(name -> contract.raw() + "." + name).toList());
    }
    return lineage;
  }

  private void reach(Column column, List<String> from) {
    if (!(column.origin() instanceof Derived derived)) {
      if (!from.contains(column.name())) {
        from.add(column.name());
      }
      return;
    }
    for (String used : derived.uses()) {
      reach(contract.column(used), from);
    }
  }
}

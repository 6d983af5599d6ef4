package io.falaj.lineage;

import java.util.Set;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.V1Scan;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table with open intervals in SQL: only what is committed, of each interval at its version. */
final class CommittedRows implements Table, SupportsRead {

  private final String catalog;
  private final TableVersion version;
  private final DeltaTables tables;
  private final TableReader reader;

  CommittedRows(String catalog, TableVersion version, DeltaTables tables, TableReader reader) {
    this.catalog = catalog;
    this.version = version;
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public String name() {
    return catalog + "." + version.table();
  }

  @Override
  @SuppressWarnings("deprecation") // the interface asks for it
  public StructType schema() {
    return tables.at(version.table(), version.version()).metadata().schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    StructType schema = schema();
    Relation relation = new Relation(tables, reader, version, schema);
    return () -> new CommittedScan(schema, relation);
  }

  private record CommittedScan(StructType schema, Relation relation) implements V1Scan {
    @Override
    public StructType readSchema() {
      return schema;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T extends BaseRelation & TableScan> T toV1TableScan(SQLContext context) {
      return (T) relation;
    }
  }

  private static final class Relation extends BaseRelation implements TableScan {
    private final DeltaTables tables;
    private final TableReader reader;
    private final TableVersion version;
    private final StructType schema;

    Relation(DeltaTables tables, TableReader reader, TableVersion version, StructType schema) {
      this.tables = tables;
      this.reader = reader;
      this.version = version;
      this.schema = schema;
    }

    @Override
    public SQLContext sqlContext() {
      return tables.session().sqlContext();
    }

    @Override
    public StructType schema() {
      return schema;
    }

    @Override
    public RDD<Row> buildScan() {
      return reader.read(version).javaRDD().rdd();
    }
  }
}

package io.falaj.lineage;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.to_json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of Parquet files, which Spark reads. Values become the text that reads back as the same
 * value: times in UTC, bytes in base64, nested values as JSON. Files of one source may have
 * different columns and types.
 */
final class ParquetSource {

  private final SparkSession session;

  ParquetSource(SparkSession session) {
    this.session = session;
  }

  /** The names of a file's columns, from its footer. */
  static List<String> columns(SourceFile file, Configuration configuration) {
    return footer(file, configuration).getFields().stream()
        .map(org.apache.parquet.schema.Type::getName)
        .toList();
  }

  /** The types of a file's columns, from its footer. */
  StructType types(SourceFile file, Configuration configuration) {
    return new ParquetToSparkSchemaConverter(session.sessionState().conf())
        .convert(footer(file, configuration));
  }

  private static MessageType footer(SourceFile file, Configuration configuration) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.uri()), configuration))) {
      return reader.getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  /** The columns named, as text, then identity, source, and two columns of nulls. */
  Dataset<Row> rows(List<SourceFile> files, List<String> columns, Configuration configuration) {
    Map<StructType, List<SourceFile>> bySchema = new LinkedHashMap<>();
    for (SourceFile file : files) {
      StructType all = types(file, configuration);
      StructType wanted =
          new StructType(columns.stream().map(all::apply).toArray(StructField[]::new));
      bySchema.computeIfAbsent(wanted, unused -> new ArrayList<>()).add(file);
    }
    return bySchema.entrySet().stream()
        .map(group -> rows(group.getKey(), group.getValue()))
        .reduce(Dataset::unionAll)
        .orElseThrow(() -> new IllegalArgumentException("no files"));
  }

  private Dataset<Row> rows(StructType schema, List<SourceFile> files) {
    Map<String, String> identities = new LinkedHashMap<>();
    files.forEach(file -> identities.put(bare(file.uri()), file.sha256().hex()));
    Column path = regexp_replace(col("_metadata.file_path"), "^[a-z0-9]+:/+", "/");
    List<Column> selected = new ArrayList<>();
    for (StructField field : schema.fields()) {
      selected.add(text(col("`" + field.name() + "`"), field.dataType()).as(field.name()));
    }
    selected.add(
        concat(
                literal(identities).getItem(path),
                lit(":"),
                col("_metadata.row_index").cast("string"))
            .as(Sources.ROW));
    selected.add(col("_metadata.file_name").as(Sources.SOURCE));
    selected.add(lit(null).cast(DataTypes.StringType).as(Sources.TEXT));
    selected.add(lit(null).cast(DataTypes.StringType).as(Sources.FAILED));
    return session
        .read()
        .schema(schema)
        .parquet(files.stream().map(SourceFile::uri).toArray(String[]::new))
        .select(selected.toArray(new Column[0]));
  }

  /** A value as the text that reads back as the same. */
  static Column text(Column value, DataType type) {
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return to_json(value);
    }
    return type instanceof BinaryType ? base64(value) : value.cast(DataTypes.StringType);
  }

  private static Column literal(Map<String, String> entries) {
    return map(
        entries.entrySet().stream()
            .flatMap(entry -> Stream.of(lit(entry.getKey()), lit(entry.getValue())))
            .toArray(Column[]::new));
  }

  private static String bare(String uri) {
    return new Path(uri).toUri().toString().replaceFirst("^[a-z0-9]+:/+", "/");
  }
}

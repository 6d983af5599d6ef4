package io.falaj.lineage;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of Parquet files, which Spark reads. Values become the text that reads back as the same
 * value: times in UTC, bytes in base64, nested values as JSON. Files of one source may have
 * different columns and types.
 */
final class ParquetSource {

  private static final String SHA256 = "sha256";
  private static final String NAME = "name";

  private final SparkSession session;

  ParquetSource(SparkSession session) {
    this.session = session;
  }

  /** The columns named, as text, then identity, source, and two columns of nulls. */
  Dataset<Row> rows(List<SourceFile> files, List<String> columns, Configuration configuration) {
    // A dataset may take two columns from one of the file's.
    List<String> distinct = columns.stream().distinct().toList();
    Map<StructType, List<SourceFile>> bySchema = new LinkedHashMap<>();
    for (SourceFile file : files) {
      bySchema
          .computeIfAbsent(
              ParquetColumns.of(file, configuration).types(distinct), unused -> new ArrayList<>())
          .add(file);
    }
    return bySchema.entrySet().stream()
        .map(group -> rows(group.getKey(), columns, group.getValue()))
        .reduce(Dataset::unionAll)
        .orElseThrow(() -> new IllegalArgumentException("no files"));
  }

  private Dataset<Row> rows(StructType schema, List<String> columns, List<SourceFile> files) {
    Column path = regexp_replace(col("_metadata.file_path"), "^[a-z0-9]+:/+", "/");
    Column from = byPath(files).getItem(path);
    List<Column> selected = new ArrayList<>();
    for (String name : columns) {
      Column value = col("`" + name.replace("`", "``") + "`");
      selected.add(text(value, schema.apply(name).dataType()).as(name));
    }
    selected.add(
        concat(from.getField(SHA256), lit(":"), col("_metadata.row_index").cast("string"))
            .as(Sources.ROW));
    selected.add(from.getField(NAME).as(Sources.SOURCE));
    selected.add(lit(null).cast(DataTypes.StringType).as(Sources.TEXT));
    selected.add(lit(null).cast(DataTypes.StringType).as(Sources.FAILED));
    return session
        .read()
        .schema(schema)
        .parquet(files.stream().map(file -> Sources.literal(file.uri())).toArray(String[]::new))
        .select(selected.toArray(new Column[0]));
  }

  /** A value as the text that reads back as the same. */
  static Column text(Column value, DataType type) {
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return to_json(value);
    }
    return type instanceof BinaryType ? base64(value) : value.cast(DataTypes.StringType);
  }

  /** What Spark's own column of names has is encoded as in a URI. */
  private static Column byPath(List<SourceFile> files) {
    return map(
        files.stream()
            .flatMap(
                file ->
                    Stream.of(
                        lit(bare(file.uri())),
                        struct(lit(file.sha256().hex()).as(SHA256), lit(file.name()).as(NAME))))
            .toArray(Column[]::new));
  }

  private static String bare(String uri) {
    return new Path(uri).toUri().toString().replaceFirst("^[a-z0-9]+:/+", "/");
  }
}

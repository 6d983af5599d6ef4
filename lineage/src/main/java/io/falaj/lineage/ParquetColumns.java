package io.falaj.lineage;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Parquet file, from its footer. Each is looked at alone: a file may have columns
 * that Spark does not read, as long as nobody wants them.
 */
final class ParquetColumns {

  private final SourceFile file;
  private final MessageType footer;
  private final ParquetToSparkSchemaConverter converter;

  private ParquetColumns(
      SourceFile file, MessageType footer, ParquetToSparkSchemaConverter converter) {
    this.file = file;
    this.footer = footer;
    this.converter = converter;
  }

  /**
   * Reads the footer.
   *
   * @param configuration with the settings of the session that is to read the rows
   * @throws FalajException.DataRefused if the file is damaged
   */
  static ParquetColumns of(SourceFile file, Configuration configuration) {
    SQLConf settings = new SQLConf();
    String prefix = "spark.sql.";
    configuration
        .getPropsWithPrefix(prefix)
        .forEach((key, value) -> settings.setConfString(prefix + key, value));
    Path path = new Path(file.uri());
    try {
      if (path.getFileSystem(configuration) != SourceStream.storage(path, configuration)) {
        throw new FalajException.DataRefused(
            "Source file %s has a colon in its name, and Hadoop reads no such Parquet file from a local disk. Deliver it under a name without."
                .formatted(file.uri()));
      }
    } catch (IOException e) {
      throw SourceStream.unreadable(file, e);
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration))) {
      return new ParquetColumns(
          file, reader.getFileMetaData().getSchema(), new ParquetToSparkSchemaConverter(settings));
    } catch (IOException | RuntimeException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  /** Their names, in the file's order. */
  List<String> names() {
    return footer.getFields().stream().map(Type::getName).toList();
  }

  /** Those that can be read. */
  StructType readable() {
    return new StructType(
        footer.getFields().stream()
            .filter(column -> problem(column).isEmpty())
            .map(this::field)
            .toArray(StructField[]::new));
  }

  /**
   * Some of them, as they are read.
   *
   * @param names each is there once
   * @throws FalajException.DataRefused if one cannot be read
   */
  StructType types(List<String> names) {
    StructType types = new StructType();
    for (String name : names) {
      Type column = footer.getType(name);
      Optional<String> problem = problem(column);
      if (problem.isPresent()) {
        throw new FalajException.DataRefused(
            "Source file %s has a column '%s' that cannot be read: %s. Deliver it in another form, or leave the column out of the dataset."
                .formatted(file.uri(), name, problem.get()));
      }
      types = types.add(field(column));
    }
    return types;
  }

  /** Why a column cannot be read, if it cannot. */
  private Optional<String> problem(Type column) {
    try {
      field(column);
      return twins(footer, column);
    } catch (Exception e) { // Scala throws checked ones too
      return Optional.of("Spark has no type for " + column.toString().replaceAll("\\s+", " "));
    }
  }

  /**
   * Spark looks for a name whatever the case of its letters, within nested values too, and would
   * not know which of two to take.
   */
  private static Optional<String> twins(GroupType of, Type column) {
    String name = column.getName();
    Optional<String> twin =
        of.getFields().stream()
            .map(Type::getName)
            .filter(other -> !other.equals(name))
            .filter(other -> other.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
            .findFirst();
    if (twin.isPresent() || column.isPrimitive()) {
      return twin.map(other -> "'%s' and '%s' differ in case alone".formatted(name, other));
    }
    GroupType group = column.asGroupType();
    return group.getFields().stream().flatMap(part -> twins(group, part).stream()).findFirst();
  }

  private StructField field(Type column) {
    return converter.convert(new MessageType(footer.getName(), column)).apply(0);
  }
}

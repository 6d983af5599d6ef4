package io.falaj.lineage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Files from outside the lake: listed with their SHA-256, read with an identity per record. */
public final class Sources {

  /** Identity of a record: its file's SHA-256, a colon, and its ordinal in the file, from 0. */
  public static final String ROW = "_row";

  /** Name of the file that a record came from. */
  public static final String SOURCE = "_source";

  /** The record's text, where it could not be parsed; else null. */
  public static final String TEXT = "_text";

  /** Why the record could not be parsed; else null. */
  public static final String FAILED = "_failed";

  private final SparkSession session;

  Sources(SparkSession session) {
    this.session = session;
  }

  /**
   * The files that a path or glob names, sorted by name; those of a folder, its hidden ones left
   * out.
   *
   * @throws FalajException.DataRefused if there is none
   */
  public List<SourceFile> list(String pathOrGlob) {
    Path path = new Path(pathOrGlob);
    try {
      FileSystem files = path.getFileSystem(configuration());
      FileStatus[] found = files.globStatus(path);
      List<FileStatus> all = new ArrayList<>();
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        if (status.isDirectory()) {
          Arrays.stream(files.listStatus(status.getPath()))
              .filter(file -> file.isFile() && !file.getPath().getName().matches("[._].*"))
              .forEach(all::add);
        } else {
          all.add(status);
        }
      }
      if (all.isEmpty()) {
        throw missing(pathOrGlob, null);
      }
      all.sort(java.util.Comparator.comparing(file -> file.getPath().toString()));
      List<SourceFile> result = new ArrayList<>();
      for (FileStatus status : all) {
        result.add(identified(files, status));
      }
      return result;
    } catch (FileNotFoundException e) {
      throw missing(pathOrGlob, e);
    } catch (IOException e) {
      throw IoFailure.of("read source " + pathOrGlob, e);
    }
  }

  private static FalajException missing(
      String path, @org.jspecify.annotations.Nullable FileNotFoundException cause) {
    String message =
        "Source file %s does not exist. Put it there, or mend the path in the dataset's definition."
            .formatted(path);
    return cause == null
        ? new FalajException.DataRefused(message)
        : new FalajException.DataRefused(message, cause);
  }

  private static SourceFile identified(FileSystem files, FileStatus status) throws IOException {
    MessageDigest digest = Fingerprint.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = files.open(status.getPath())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new SourceFile(
        status.getPath().toString(),
        status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()),
        new Fingerprint(HexFormat.of().formatHex(digest.digest())));
  }

  /** The names in a CSV file's first record. */
  public List<String> csvHeader(SourceFile file, CsvFormat format) {
    try (CsvRecords records = CsvRecords.open(file, format, configuration())) {
      return records.header();
    } catch (IOException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  /**
   * The records of CSV files with a header, gzipped where the name ends in {@code .gz}: the columns
   * named, as strings, then {@link #ROW}, {@link #SOURCE}, {@link #TEXT} and {@link #FAILED}. A
   * record with too many or too few fields has its text instead of its fields.
   *
   * @param columns names of the header; in any order, others are left out
   * @throws FalajException.DataRefused if a file lacks one of the columns; while rows are read, if
   *     a file is damaged
   */
  public Dataset<Row> csv(List<SourceFile> files, CsvFormat format, List<String> columns) {
    for (SourceFile file : files) {
      List<String> header = csvHeader(file, format);
      for (String column : columns) {
        if (header.indexOf(column) != header.lastIndexOf(column)) {
          throw new FalajException.DataRefused(
              "Source file %s has column '%s' more than once. Mend the file's header."
                  .formatted(file.uri(), column));
        }
        if (!header.contains(column)) {
          throw new FalajException.DataRefused(
              "Source file %s has no column '%s'. It has %s. Mend the file, or the dataset's columns."
                  .formatted(file.uri(), column, String.join(", ", header)));
        }
      }
    }
    List<String> wanted = List.copyOf(columns);
    return session.createDataFrame(
        records(files, (file, conf) -> CsvRecords.open(file, format, conf).rows(wanted)),
        text(columns));
  }

  /**
   * The rows of Parquet files, with {@link #ROW} and {@link #SOURCE} behind their own columns.
   *
   * @throws FalajException.DataRefused while rows are read, if a file is damaged
   */
  public Dataset<Row> parquet(List<SourceFile> files) {
    Map<String, String> identities = new LinkedHashMap<>();
    files.forEach(file -> identities.put(bare(file.uri()), file.sha256().hex()));
    Column path =
        functions.regexp_replace(functions.col("_metadata.file_path"), "^[a-z0-9]+:/+", "/");
    Dataset<Row> rows =
        session.read().parquet(files.stream().map(SourceFile::uri).toArray(String[]::new));
    return rows.withColumn(
            ROW,
            functions.concat(
                literal(identities).getItem(path),
                functions.lit(":"),
                functions.col("_metadata.row_index").cast("string")))
        .withColumn(SOURCE, functions.col("_metadata.file_name"));
  }

  private static Column literal(Map<String, String> map) {
    return functions.map(
        map.entrySet().stream()
            .flatMap(
                entry -> Stream.of(functions.lit(entry.getKey()), functions.lit(entry.getValue())))
            .toArray(Column[]::new));
  }

  private static String bare(String uri) {
    return new Path(uri).toUri().toString().replaceFirst("^[a-z0-9]+:/+", "/");
  }

  /**
   * The records of JSON files, one a line, gzipped where the name ends in {@code .gz}: the columns
   * named, as strings (nested ones as JSON), then {@link #ROW}, {@link #SOURCE}, {@link #TEXT} and
   * {@link #FAILED}.
   *
   * @throws FalajException.DataRefused while rows are read, if a file is damaged
   */
  public Dataset<Row> jsonLines(List<SourceFile> files, List<String> columns) {
    List<String> wanted = List.copyOf(columns);
    return session.createDataFrame(
        records(files, (file, conf) -> JsonRecords.open(file, conf).rows(wanted)), text(columns));
  }

  /** One task per file, since a record's ordinal counts from the file's start. */
  private JavaRDD<Row> records(List<SourceFile> files, RecordReader reader) {
    SerializableConfiguration shared = new SerializableConfiguration(configuration());
    return new JavaSparkContext(session.sparkContext())
        .parallelize(files, Math.max(1, files.size()))
        .flatMap(file -> reader.rows(file, shared.value()));
  }

  private interface RecordReader extends Serializable {
    Iterator<Row> rows(SourceFile file, Configuration configuration) throws IOException;
  }

  private static StructType text(List<String> columns) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return schema
        .add(ROW, DataTypes.StringType)
        .add(SOURCE, DataTypes.StringType)
        .add(TEXT, DataTypes.StringType)
        .add(FAILED, DataTypes.StringType);
  }

  private Configuration configuration() {
    return session.sessionState().newHadoopConf();
  }
}

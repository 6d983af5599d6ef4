package io.falaj.lineage;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.to_json;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What comes from outside the lake: files listed with their SHA-256, tables of databases, Delta
 * tables; read with an identity per record.
 */
public final class Sources {

  /**
   * Identity of a record. Of one in a file: the file's SHA-256, a colon, and its ordinal in the
   * file, from 0; of others it ends in a colon and a number, too.
   */
  public static final String ROW = "_row";

  /** Name of the file that a record came from. */
  public static final String SOURCE = "_source";

  /** The record's text, where it could not be parsed; else null. */
  public static final String TEXT = "_text";

  /** Why the record could not be parsed; else null. */
  public static final String FAILED = "_failed";

  private final DeltaTables tables;
  private final SparkSession session;

  Sources(DeltaTables tables) {
    this.tables = tables;
    this.session = tables.session();
  }

  /**
   * The files that a path or glob names, sorted by name; those of a folder, its hidden ones left
   * out. A backslash takes its meaning from the character behind it.
   *
   * @throws FalajException.DataRefused if there is none
   */
  public List<SourceFile> list(String pathOrGlob) {
    return list(pathOrGlob, List.of());
  }

  /**
   * As {@link #list(String)}, without reading again what is known: a file of the same path, size
   * and modification time is taken to hold the same bytes, as git, make and rsync do.
   *
   * @param known files as they were listed before
   */
  public List<SourceFile> list(String pathOrGlob, Collection<SourceFile> known) {
    List<SourceFile> found = find(pathOrGlob, known);
    if (found.isEmpty()) {
      throw missing(pathOrGlob);
    }
    return found;
  }

  /** As {@link #list(String, Collection)}, where it is no fault that there is none. */
  public List<SourceFile> find(String pathOrGlob, Collection<SourceFile> known) {
    Map<String, SourceFile> before = new HashMap<>();
    known.forEach(file -> before.put(file.uri(), file));
    Path path = new Path(pathOrGlob);
    try {
      FileSystem files = path.getFileSystem(configuration());
      List<FileStatus> all = new ArrayList<>();
      for (FileStatus status : SourceGlob.list(files, path)) {
        if (status.isDirectory()) {
          Arrays.stream(files.listStatus(status.getPath()))
              .filter(file -> file.isFile() && !file.getPath().getName().matches("[._].*"))
              .forEach(all::add);
        } else {
          all.add(status);
        }
      }
      all.sort(java.util.Comparator.comparing(file -> file.getPath().toString()));
      List<SourceFile> result = new ArrayList<>();
      for (FileStatus status : all) {
        SourceFile last = before.get(status.getPath().toString());
        result.add(
            last != null
                    && last.size() == status.getLen()
                    && last.modified().toEpochMilli() == status.getModificationTime()
                ? last
                : identified(status));
      }
      return result;
    } catch (FileNotFoundException e) {
      return List.of(); // gone between two looks
    } catch (IOException e) {
      throw IoFailure.of("read source " + pathOrGlob, e);
    }
  }

  /** Whether a path is a URI: it begins with a scheme, and is relative to nothing. */
  public static boolean isUri(String path) {
    return path.matches("[A-Za-z][A-Za-z0-9+.-]*:/.*");
  }

  /**
   * A path as the glob that names it and nothing else: Spark and {@link #list(String)} take every
   * path for a glob.
   */
  public static String literal(String path) {
    return path.replaceAll("[\\\\*?{}\\[\\]]", "\\\\$0");
  }

  private static FalajException missing(String path) {
    return new FalajException.DataRefused(
        "Source file %s does not exist. Put it there, or mend the path in the dataset's definition."
            .formatted(path.replaceAll("\\\\(.)", "$1")));
  }

  private SourceFile identified(FileStatus status) throws IOException {
    MessageDigest digest = Fingerprint.sha256();
    byte[] buffer = new byte[1 << 16];
    Path path = status.getPath();
    try (InputStream in = SourceStream.storage(path, configuration()).open(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new SourceFile(
        path.toString(),
        status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()),
        new Fingerprint(HexFormat.of().formatHex(digest.digest())));
  }

  /** The names of a file's columns, where it says them before its records. */
  public Optional<List<String>> columns(SourceFile file, SourceFormat format) {
    return SourceCheck.columns(file, format, configuration());
  }

  /**
   * The types of those of a file's columns that {@link #read} can take, where the file says them:
   * Parquet and Avro do, text does not.
   *
   * @throws FalajException.DataRefused if the file is damaged
   */
  public Optional<StructType> types(SourceFile file, SourceFormat format) {
    if (format instanceof SourceFormat.Parquet) {
      return Optional.of(ParquetColumns.of(file, configuration()).readable());
    } else if (!(format instanceof SourceFormat.Avro)) {
      return Optional.empty();
    }
    try (AvroRecords records = AvroRecords.open(file, configuration())) {
      return Optional.of(records.types());
    } catch (IOException e) {
      throw SourceStream.unreadable(file, e);
    }
  }

  /**
   * The names of the columns that {@link #read} can take from all of the files: those that each of
   * them has once, in the order of the first. Of JSON lines, which say no names before their
   * records, those that any record has, as they come: all records are read for that.
   *
   * @throws FalajException.DataRefused if a file is damaged, or has more columns than a file may
   */
  public List<String> names(List<SourceFile> files, SourceFormat format) {
    if (format instanceof SourceFormat.JsonLines lines) {
      SerializableConfiguration shared = new SerializableConfiguration(configuration());
      return new JavaSparkContext(session.sparkContext())
              .parallelize(files, Math.max(1, files.size()))
              .map(file -> JsonRecords.names(file, lines, shared.value()))
              .collect()
              .stream()
              .flatMap(List::stream)
              .distinct()
              .toList();
    }
    List<List<String>> headers = files.stream().map(file -> header(file, format)).toList();
    return headers.get(0).stream()
        .filter(name -> headers.stream().allMatch(has -> Collections.frequency(has, name) == 1))
        .toList();
  }

  private List<String> header(SourceFile file, SourceFormat format) {
    return format instanceof SourceFormat.Parquet
        ? List.of(ParquetColumns.of(file, configuration()).readable().fieldNames())
        : columns(file, format).orElse(List.of());
  }

  /**
   * Those of some files that cannot be read, each with its reason: cut off, without a footer, in
   * another encoding, without a column that is wanted. Packed files are unpacked for that, in as
   * many tasks as there are files; of the others the heads are read. What shows in the middle of a
   * plain file only, such as a record without end, is told by {@link #read}.
   *
   * @param columns the names that each file must have
   */
  public List<UnreadableFile> unreadable(
      List<SourceFile> files, SourceFormat format, List<String> columns) {
    SerializableConfiguration shared = new SerializableConfiguration(configuration());
    List<String> wanted = List.copyOf(columns);
    return new JavaSparkContext(session.sparkContext())
        .parallelize(files, Math.max(1, files.size()))
        .flatMap(
            file -> SourceCheck.whole(file, format, wanted, shared.value()).stream().iterator())
        .collect();
  }

  /**
   * The records of files: the columns named, as text, then {@link #ROW}, {@link #SOURCE}, {@link
   * #TEXT} and {@link #FAILED}. Text files are gzipped where their name ends in {@code .gz}. A
   * record that cannot be parsed has its text instead of its fields: too many or too few of them, a
   * line that is no JSON object, bytes that are no text. A JSON object may lack a column, which is
   * null then.
   *
   * @param columns names of the files' columns; in any order, others are left out
   * @throws FalajException.DataRefused if a file lacks one of the columns; while rows are read, if
   *     a file is damaged
   */
  public Dataset<Row> read(List<SourceFile> files, SourceFormat format, List<String> columns) {
    List<String> wanted = List.copyOf(columns);
    files.forEach(file -> SourceCheck.head(file, format, wanted, configuration()));
    return format instanceof SourceFormat.Parquet
        ? new ParquetSource(session).rows(files, wanted, configuration())
        : session.internalCreateDataFrame(
            records(files, (file, conf) -> FileRecords.open(file, format, conf).rows(wanted)).rdd(),
            text(wanted),
            false);
  }

  /**
   * What a table of a database holds now. Whoever takes it closes it after the last row was read.
   *
   * @throws FalajException.Configuration if the database, the table or the watermark is not there,
   *     or the user may not read it
   * @throws FalajException.Transient if the server does not answer in time
   */
  public JdbcSnapshot snapshot(JdbcSource source) {
    return JdbcSnapshot.take(session, source);
  }

  /**
   * The newest version of a Delta table outside the lake.
   *
   * @param path of its folder, or the URI
   * @throws FalajException.DataRefused if there is none, or Delta cannot read it
   * @throws FalajException.Configuration if the path cannot be used, or lies in the lake
   */
  public DeltaSource delta(String path) {
    return DeltaSource.newest(tables, path);
  }

  /**
   * A version of a Delta table outside the lake.
   *
   * @throws FalajException.DataRefused likewise, or if the version is gone
   */
  DeltaSource delta(String path, long version) {
    return DeltaSource.at(tables, path, version);
  }

  /**
   * What records say, as a hash of the columns named: two records of one key are the same exactly
   * if it is equal, whichever snapshots or files they are from.
   *
   * @param columns names of columns of text, in the same order wherever hashes are compared
   */
  public static Column content(List<String> columns) {
    Column[] values = columns.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    return sha2(to_json(array(values)).cast(DataTypes.BinaryType), 256);
  }

  /** One task per file, since a record's ordinal counts from the file's start. */
  private JavaRDD<InternalRow> records(List<SourceFile> files, RecordReader reader) {
    SerializableConfiguration shared = new SerializableConfiguration(configuration());
    return new JavaSparkContext(session.sparkContext())
        .parallelize(files, Math.max(1, files.size()))
        .flatMap(file -> reader.rows(file, shared.value()));
  }

  private interface RecordReader extends Serializable {
    Iterator<InternalRow> rows(SourceFile file, Configuration configuration) throws IOException;
  }

  /** The columns of records: those named, then what this class adds to them. */
  static StructType text(List<String> columns) {
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
    return tables.configuration();
  }
}

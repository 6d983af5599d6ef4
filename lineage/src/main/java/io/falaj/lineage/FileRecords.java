package io.falaj.lineage;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** The records of one file, in the file's order. */
interface FileRecords extends Closeable {

  /**
   * Opens a file that is read record by record.
   *
   * @throws FalajException.DataRefused if it is damaged, or its header cannot be used
   */
  static FileRecords open(SourceFile file, SourceFormat format, Configuration configuration)
      throws IOException {
    if (format instanceof SourceFormat.Csv csv) {
      return CsvRecords.open(file, csv, configuration);
    } else if (format instanceof SourceFormat.JsonLines lines) {
      return JsonRecords.open(file, lines, configuration);
    } else if (format instanceof SourceFormat.Avro) {
      return AvroRecords.open(file, configuration);
    }
    throw new IllegalArgumentException(format + " is not read record by record");
  }

  /** The names of its columns, where the file says them before its records. */
  Optional<List<String>> columns();

  /**
   * The records as rows: the columns named, as text, then {@link Sources#ROW}, {@link
   * Sources#SOURCE}, {@link Sources#TEXT} and {@link Sources#FAILED}. The file is closed after the
   * last.
   *
   * @throws FalajException.DataRefused on the way, if the file is damaged
   */
  Iterator<InternalRow> rows(List<String> columns);
}

package io.falaj.lineage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.util.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checksum files of a table's older versions. Each lists every file of its version, so that kept as
 * long as the log they would come to take the square of its length. A run begins from one of the
 * newest; any other version is read from the log itself, as where there never was one.
 */
final class ChecksumFiles {

  /** Of so many versions: more than commit while a run is at work on one. */
  static final int KEPT = 16;

  private static final Logger LOG = LoggerFactory.getLogger(ChecksumFiles.class);

  private ChecksumFiles() {}

  /** Deletes the one that a new version puts too far back, as far as that can be done. */
  static void trim(DeltaTables tables, TableName table, long version) {
    if (version < KEPT) {
      return;
    }
    Path log = new Path(tables.folders().table(table), "_delta_log");
    try {
      tables.files().delete(FileNames.checksumFile(log, version - KEPT), false);
    } catch (IOException | RuntimeException e) { // the commit is there all the same
      LOG.debug("A checksum file of an older version of {} stays", table, e);
    }
  }
}

package io.falaj.lineage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.actions.AddFile;

/** Looks whether the files of a version are there as its log tells of them. */
final class IntactFiles {

  private final DeltaTables tables;
  private final TableReader reader;

  IntactFiles(DeltaTables tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  void check(TableVersion version) {
    List<AddFile> files;
    try {
      files = reader.committedFiles(version);
    } catch (FalajException.Configuration e) {
      throw new FalajException.DataRefused(
          "%s can no longer be read: %s".formatted(version, e.getMessage()), e);
    }
    List<String> gone = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (AddFile file : files) {
      try {
        Path path = new Path(tables.folders().table(version.table()), file.toPath());
        if (tables.files().getFileStatus(path).getLen() != file.size()) {
          changed.add(file.path());
        }
      } catch (FileNotFoundException e) {
        gone.add(file.path());
      } catch (IOException e) {
        throw IoFailure.of("look at the files of " + version, e);
      }
    }
    if (!gone.isEmpty()) {
      throw new FalajException.DataRefused(
          "%s can no longer be read: %d of its %d files are gone, %s the first of them. They were vacuumed, or deleted by hand: restore them from a copy."
              .formatted(version, gone.size(), files.size(), gone.get(0)));
    }
    if (!changed.isEmpty()) {
      throw new FalajException.DataRefused(
          "%s is no longer what it was: %d of its %d files have another size than its log tells, %s the first of them. Something else wrote to them: restore them from a copy."
              .formatted(version, changed.size(), files.size(), changed.get(0)));
    }
  }
}

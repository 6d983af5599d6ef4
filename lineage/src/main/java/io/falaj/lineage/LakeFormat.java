package io.falaj.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The lake's format version, in {@code _falaj/format.json}: what a release can read. */
final class LakeFormat {

  static final int VERSION = 1;

  private final LakeFolders folders;
  private final FileSystem files;
  private final Residency residency;

  LakeFormat(LakeFolders folders, FileSystem files, Residency residency) {
    this.folders = folders;
    this.files = files;
    this.residency = residency;
  }

  /**
   * Checks that the lake may be written: before a table, an artifact or a page is.
   *
   * @throws FalajException.Configuration if it lies where the policy does not allow it
   */
  void checkResidency() {
    residency.check("lake", folders.root(), "Choose a lake there with --lake");
  }

  /** Refuses a lake of another version, and a folder that holds something else. */
  void check() {
    LakeBounds.checkFolders(folders, folders.format());
    try (FSDataInputStream in = files.open(folders.format())) {
      JsonNode json = new ObjectMapper().readTree(in.readAllBytes());
      int version = json.path("format").asInt(-1);
      if (version != VERSION) {
        throw new FalajException.Configuration(
            "The lake %s has format version %s, and this release reads version %d. %s"
                .formatted(
                    folders.root(),
                    version < 0 ? "unknown (" + folders.format() + " does not say)" : version,
                    VERSION,
                    version > VERSION
                        ? "Use the release of Falaj that wrote it, or a later one."
                        : "Restore the file, or choose another lake with --lake."));
      }
    } catch (FileNotFoundException e) {
      checkEmpty();
    } catch (ChecksumException e) {
      throw new FalajException.Configuration(
          ("The lake's format file %s is not what Falaj wrote: its checksum file tells of other"
                  + " bytes. Restore it, or choose another lake with --lake.")
              .formatted(folders.format()),
          e);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new FalajException.Configuration(
          "The lake's format file %s is no JSON. Restore it, or choose another lake with --lake."
              .formatted(folders.format()),
          e);
    } catch (IOException e) {
      throw IoFailure.of("read the lake's format file " + folders.format(), e);
    }
  }

  private void checkEmpty() {
    try {
      FileStatus[] found = files.listStatus(folders.rootPath());
      if (Arrays.stream(found).anyMatch(file -> !file.getPath().getName().equals("_falaj"))) {
        throw new FalajException.Configuration(
            ("%s is not empty and no lake of Falaj: %s is missing. Choose an empty or new folder"
                    + " with --lake, or restore that file.")
                .formatted(folders.root(), folders.format()));
      }
    } catch (FileNotFoundException e) {
      // A new lake: the first write makes it.
      return;
    } catch (IOException e) {
      throw IoFailure.of("list the lake's root " + folders.root(), e);
    }
  }

  /** Makes the root and its format file, where they are missing. */
  void create() {
    checkResidency();
    LakeBounds.checkFolders(folders, folders.format());
    try {
      if (files.exists(folders.format())) {
        return;
      }
      Path folder = folders.format().getParent();
      files.mkdirs(folder);
      AtomicFile.create(
          files,
          folders.format(),
          "{\"format\":%d}%n".formatted(VERSION).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw IoFailure.of("create the lake " + folders.root(), e);
    }
  }
}

package io.falaj.lineage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * What a path or glob names, by the rules of Hadoop's own globs. Those fail where any name that
 * they come by has a colon, since they take it for the end of a scheme.
 */
final class SourceGlob {

  private final FileSystem files;
  private final Map<Path, FileStatus> found = new LinkedHashMap<>();

  private SourceGlob(FileSystem files) {
    this.files = files;
  }

  /**
   * The files and folders, each once, in no order; none where nothing is called so.
   *
   * @param glob absolute; a backslash takes its meaning from the character behind it
   */
  static Collection<FileStatus> list(FileSystem files, Path glob) throws IOException {
    SourceGlob search = new SourceGlob(files);
    for (String pattern : GlobExpander.expand(glob.toUri().getPath())) {
      List<String> parts =
          Arrays.stream(pattern.split("/")).filter(part -> !part.isEmpty()).toList();
      search.add(files.makeQualified(new Path("/")), parts);
    }
    return search.found.values();
  }

  /** Only where a part has a pattern is the folder listed: others need not be readable. */
  private void add(Path at, List<String> parts) throws IOException {
    if (parts.isEmpty()) {
      addOne(at);
      return;
    }
    GlobFilter filter = new GlobFilter(parts.get(0));
    List<String> rest = parts.subList(1, parts.size());
    if (!filter.hasPattern()) {
      add(child(at, parts.get(0).replaceAll("\\\\(.)", "$1")), rest);
      return;
    }
    for (FileStatus below : below(at)) {
      if (filter.accept(below.getPath())) {
        if (rest.isEmpty()) {
          found.put(below.getPath(), below);
        } else if (below.isDirectory()) {
          add(below.getPath(), rest);
        }
      }
    }
  }

  private void addOne(Path path) throws IOException {
    try {
      found.put(path, files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      // Nothing is called so.
    }
  }

  /** What a folder holds; of a file, which is listed as itself, nothing. */
  private List<FileStatus> below(Path folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(status -> !status.getPath().equals(folder))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static Path child(Path folder, String name) {
    String path = folder.toUri().getPath();
    return new Path(
        folder.toUri().getScheme(),
        folder.toUri().getAuthority(),
        path.endsWith("/") ? path + name : path + "/" + name);
  }
}

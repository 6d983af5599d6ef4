package io.falaj.lineage;

import org.apache.hadoop.fs.Path;

/** Where things are within a lake. */
record LakeFolders(String root) {

  static LakeFolders of(String root, org.apache.hadoop.conf.Configuration configuration) {
    try {
      Path path = new Path(root);
      return new LakeFolders(path.getFileSystem(configuration).makeQualified(path).toString());
    } catch (java.io.IOException | IllegalArgumentException e) {
      throw new FalajException.Configuration(
          "The lake's root '%s' cannot be used: %s. Name a folder or URI that this machine can reach."
              .formatted(root, e.getMessage()),
          e);
    }
  }

  boolean local() {
    return root.startsWith("file:");
  }

  Path rootPath() {
    return new Path(root);
  }

  Path table(TableName table) {
    return new Path(new Path(root, table.zone().folder()), table.table());
  }

  Path zone(Zone zone) {
    return new Path(root, zone.folder());
  }

  Path format() {
    return new Path(root, "_falaj/format.json");
  }

  Path artifacts(Zone zone) {
    return new Path(zone(zone), "_artifacts");
  }
}

package io.falaj.validation;

import io.falaj.lineage.JdbcSource;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.Sources;
import java.util.Optional;

/** Where a dataset comes from. */
public sealed interface Source {

  /** What it is called: the path of files or of a table, or the name of a table. */
  String place();

  /** How its bytes become records: part of what identifies a dataset's reading. */
  String form();

  /**
   * How its bytes become records, as a number: raised when the same bytes are read into other rows
   * than by releases before.
   */
  default int reader() {
    return 2;
  }

  /** What happens when it is no longer what was ingested. */
  OnChange changed();

  /**
   * The place in full.
   *
   * @param folder what a relative one is relative to: a URI, or a path on this machine, whatever
   *     file system Hadoop takes for the default
   */
  default String place(String folder) {
    return isAbsolute() ? place() : uri(folder) + "/" + place();
  }

  private boolean isAbsolute() {
    return place().startsWith("/") || Sources.isUri(place());
  }

  private static String uri(String folder) {
    return folder.startsWith("/") ? "file:" + folder : folder;
  }

  /**
   * Files.
   *
   * @param format what they are
   * @param place path or glob, relative to the pipeline's folder unless absolute
   * @param unreadable what happens when one of them cannot be read
   */
  record Files(SourceFormat format, String place, UnreadableFiles unreadable, OnChange changed)
      implements Source {

    /** The place may be a glob; the folder is what it is called, brackets and stars included. */
    @Override
    public String place(String folder) {
      return Source.super.place(Sources.literal(folder));
    }

    @Override
    public String form() {
      return format.toString();
    }

    @Override
    public int reader() {
      return 3;
    }
  }

  /**
   * A Delta table outside the lake.
   *
   * @param place of its folder, relative to the pipeline's unless absolute
   */
  record DeltaTable(String place, OnChange changed) implements Source {

    @Override
    public String form() {
      return "delta";
    }
  }

  /**
   * A table of a database.
   *
   * @param connection what the pipeline calls the database
   * @param table its name, or schema and name with a dot between
   * @param watermark what says which rows are new, if anything does
   * @param fetchSize rows that a connection asks for at once
   * @param ranges most parts that are read at the same time
   */
  record DatabaseTable(
      String connection,
      String table,
      Optional<JdbcSource.Watermark> watermark,
      int fetchSize,
      int ranges,
      OnChange changed)
      implements Source {

    @Override
    public String place() {
      return table;
    }

    /** A table has no place relative to a folder. */
    @Override
    public String place(String folder) {
      return table;
    }

    @Override
    public String form() {
      return "jdbc";
    }
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * Which records of a source are to be written: those of pending intervals, from files whose records
 * raw does not have there already.
 */
final class WantedRows implements Wanted {

  private final Partitioning partitioning;
  private final List<DataInterval> pending;
  private final Column first;
  private final Map<Fingerprint, DataInterval> homes;
  private final Set<SourceFile> files = new LinkedHashSet<>();
  private final List<String> some = new ArrayList<>();
  private final List<String> all = new ArrayList<>();

  /**
   * @param asked every interval asked for, in order
   * @param pending those of them to be written
   */
  WantedRows(
      Partitioning partitioning,
      FileInputs inputs,
      List<DataInterval> asked,
      List<DataInterval> pending) {
    this.partitioning = partitioning;
    this.pending = pending;
    this.first = lit(Wanted.day(asked.get(0)));
    this.homes = inputs.homes();
    List<SourceFile> unread = inputs.unread();
    unread.forEach(file -> all.add(file.sha256().hex()));
    for (DataInterval interval : pending) {
      for (SourceFile file : inputs.toRead(interval)) {
        files.add(file);
        if (!unread.contains(file)) {
          some.add(file.sha256().hex() + "/" + Wanted.day(interval));
        }
      }
    }
    files.addAll(unread);
  }

  /** The files to read, in order. */
  List<SourceFile> files() {
    return List.copyOf(files);
  }

  @Override
  public Column column(Column row, Column start) {
    if (partitioning == Partitioning.WHOLE) {
      return lit(true);
    }
    Column timely = start.isin(pending.stream().map(Wanted::day).toArray());
    if (some.isEmpty()) {
      return timely;
    }
    Column there = concat(file(row), lit("/"), start.cast("string")).isin(some.toArray());
    return all.isEmpty() ? there : there.or(timely.and(file(row).isin(all.toArray())));
  }

  @Override
  public Column home(Column row) {
    Column home = null;
    for (SourceFile file : files) {
      DataInterval of = homes.get(file.sha256());
      if (of != null) {
        Column is = file(row).equalTo(lit(file.sha256().hex()));
        home = home == null ? when(is, lit(Wanted.day(of))) : home.when(is, lit(Wanted.day(of)));
      }
    }
    return home == null ? first : home.otherwise(first);
  }

  private static Column file(Column row) {
    return substring_index(row, ":", 1);
  }
}

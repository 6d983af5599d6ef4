package io.falaj.features.pit;

import io.falaj.features.FeatureView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Events written as sorted buckets into a folder, without a lake; each batch is a further run. */
public final class SortedFiles {

  private final FeatureView view;
  private final Path folder;
  private int runs;

  public SortedFiles(FeatureView view, Path folder) {
    this.view = view;
    this.folder = folder;
  }

  public void add(Dataset<Row> events) {
    write(new EventFrame(view).sorted(events), "run-" + runs++);
  }

  /** Adds events in an order that is not the table's. */
  void addUnsorted(Dataset<Row> events) {
    write(events.orderBy(events.col(EventLayout.KNOWN_TIME).desc()), "unsorted-" + runs++);
  }

  private void write(Dataset<Row> rows, String run) {
    rows.write()
        .partitionBy(EventLayout.SLAB, EventLayout.BUCKET)
        .parquet(folder.resolve(run).toString());
  }

  public ViewEvents.Buckets buckets(
      Dataset<Row> events, EventFile.Order unsorted, ViewEvents.Revision revision) {
    List<EventFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(p -> p.toString().endsWith(".parquet")).toList()) {
        if (Files.isRegularFile(file)) {
          boolean sorted = !file.toString().contains("unsorted-");
          files.add(file(file, sorted ? EventFile.Order.SORTED : unsorted));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ViewEvents.Buckets(events.schema(), files, revision);
  }

  private static EventFile file(Path file, EventFile.Order order) throws IOException {
    String bucket = value(file, 2);
    String slab = value(file, 3);
    return new EventFile(
        file.toUri().toString(),
        Files.size(file),
        Files.getLastModifiedTime(file).toMillis(),
        LocalDate.parse(slab),
        Integer.parseInt(bucket),
        order);
  }

  /** The value in a partition folder's name, counted from the end of the path. */
  private static String value(Path file, int fromEnd) {
    String name = file.getName(file.getNameCount() - fromEnd).toString();
    return name.substring(name.indexOf('=') + 1);
  }
}

package io.falaj.features;

import io.falaj.features.pit.EventFile;
import io.falaj.features.pit.EventLayout;
import io.falaj.features.pit.ViewEvents;
import io.falaj.lineage.Commit;
import io.falaj.lineage.DataFile;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How a view's tables look, and where their files are. */
final class FeatureTables {

  static final String STEP = "materialize";

  /** When the values of a row are as known at. */
  static final String AS_OF = "as_of";

  private static final String BUCKETS = "buckets";
  private static final String DEFINITION = "events";

  /** What the lake's writer notes on the files that it wrote, in the order it was given. */
  private static final String WRITER_TAG = "falaj.intervals";

  private FeatureTables() {}

  /**
   * The events table; the number of buckets, and what its events are, stand in the metadata of the
   * bucket's column.
   */
  static TableSpec events(FeatureView view, StructType schema) {
    Metadata buckets =
        new MetadataBuilder()
            .putLong(BUCKETS, view.entity().buckets())
            .putString(DEFINITION, view.eventsFingerprint().hex())
            .build();
    StructType noted = new StructType();
    for (StructField field : schema.fields()) {
      noted =
          field.name().equals(EventLayout.BUCKET)
              ? noted.add(field.name(), field.dataType(), true, buckets)
              : noted.add(field);
    }
    List<String> stats = new ArrayList<>(view.entity().keyNames());
    stats.add(EventLayout.KNOWN_TIME);
    stats.add(EventLayout.EVENT_TIME);
    return new TableSpec(
        view.eventsTable(),
        noted,
        List.of(EventLayout.SLAB, EventLayout.BUCKET),
        stats,
        "Events of feature view %s, in sorted buckets.".formatted(view.versionedName()),
        Map.of());
  }

  /** The values table, partitioned by the day of each interval's last instant. */
  static TableSpec values(FeatureView view, StructType schema) {
    List<String> partition =
        Arrays.asList(schema.fieldNames()).contains(TableSpec.INTERVAL_DAY)
            ? List.of(TableSpec.INTERVAL_DAY)
            : List.of();
    List<String> stats = new ArrayList<>(view.entity().keyNames());
    stats.add(AS_OF);
    return new TableSpec(
        view.valuesTable(),
        schema,
        partition,
        stats,
        "Values of feature view %s at each interval's end.".formatted(view.versionedName()),
        Map.of());
  }

  /** How many buckets a version of an events table has. */
  static int buckets(StructType schema) {
    Metadata metadata = schema.apply(EventLayout.BUCKET).metadata();
    return metadata.contains(BUCKETS) ? (int) metadata.getLong(BUCKETS) : -1;
  }

  /**
   * Checks that a table's events are those of a view.
   *
   * @throws FalajException.Configuration if they are not, or lack what features are computed from
   */
  static void checkDefinition(FeatureView view, StructType schema) {
    Metadata metadata = schema.apply(EventLayout.BUCKET).metadata();
    if (metadata.contains(DEFINITION)
        && !metadata.getString(DEFINITION).equals(view.eventsFingerprint().hex())) {
      throw new FalajException.Configuration(
          "Table %s holds the events of view '%s' as it was defined before: its entity, source, keys, times, sequence, 'where' or 'deleted' were others. Raise the view's version, which has both side by side, or set the definition back."
              .formatted(view.eventsTable(), view.name()));
    }
    Map<String, SqlText> inputs = EventLayout.inputs(view.features());
    List<String> columns = Arrays.asList(schema.fieldNames());
    inputs.forEach(
        (column, sql) -> {
          if (!columns.contains(column)) {
            throw new FalajException.Configuration(
                "Table %s has nothing of '%s', which a feature is now computed from: the events that are there lack it. Raise the view's version, which has both side by side, or leave that feature out."
                    .formatted(view.eventsTable(), sql));
          }
        });
    for (String column : columns) {
      if (EventLayout.isInput(column) && !inputs.containsKey(column)) {
        throw new FalajException.Configuration(
            "Table %s has a column '%s', which no feature of the view is computed from any more: events to come would lack it. Raise the view's version, which has both side by side, or keep a feature of it."
                .formatted(view.eventsTable(), column));
      }
    }
  }

  /** The events of a version; sorted buckets where they are spread as the entity says today. */
  static ViewEvents of(Lake lake, FeatureView view, TableVersion version) {
    StructType schema = lake.schema(version);
    checkDefinition(view, schema);
    if (buckets(schema) != view.entity().buckets()) {
      return new ViewEvents.Rows(lake.readAt(version), revision(lake, view));
    }
    List<EventFile> files = lake.files(version).stream().map(FeatureTables::file).toList();
    return new ViewEvents.Buckets(schema, files, revision(lake, view));
  }

  /** Whether an interval was ever written again, which is how events come to be removed. */
  private static ViewEvents.Revision revision(Lake lake, FeatureView view) {
    for (Commit commit : lake.commits(STEP, view.versionedName())) {
      for (Commit.Table table : commit.tables()) {
        if (table.table().equals(view.eventsTable()) && table.generation() > 1) {
          return ViewEvents.Revision.REVISED;
        }
      }
    }
    return ViewEvents.Revision.ONLY_ADDED;
  }

  private static EventFile file(DataFile file) {
    Map<String, String> partition = file.partitionValues();
    return new EventFile(
        file.path(),
        file.size(),
        file.modified().toEpochMilli(),
        LocalDate.parse(Objects.requireNonNull(partition.get(EventLayout.SLAB))),
        Integer.parseInt(Objects.requireNonNull(partition.get(EventLayout.BUCKET))),
        file.tags().containsKey(WRITER_TAG) ? EventFile.Order.SORTED : EventFile.Order.UNKNOWN);
  }
}

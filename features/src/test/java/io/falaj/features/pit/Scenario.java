package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.Entity;
import io.falaj.features.EventFeature;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureSelection;
import io.falaj.features.FeatureView;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Events and labels of one view, written down by hand; what comes out is the same by shuffle merge,
 * by sorted buckets (in two runs) and by the oracle, or the scenario fails.
 */
final class Scenario {

  static final long MINUTE = 60_000_000L;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final DataInterval TIMES = DataInterval.parse("2013-10-01/2013-12-01");
  private static final Instant NOON = Instant.parse("2013-11-01T12:00:00Z");

  /** A few rows are not worth generating code for. */
  private static final SparkSession SESSION = TestSpark.session().newSession();

  static {
    SESSION.conf().set("spark.sql.codegen.wholeStage", "false");
    SESSION.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    SESSION.conf().set("spark.sql.adaptive.enabled", "false");
  }

  private final FeatureCatalog catalog;
  private final FeatureView view;
  private final StructType source;
  private final List<Row> events = new ArrayList<>();
  private final List<Row> labels = new ArrayList<>();

  Scenario(String entity, String view, String columns) {
    this.catalog = Views.catalog(entity, view);
    this.view = catalog.views().values().iterator().next();
    this.source = StructType.fromDDL(columns);
  }

  /** An instant that is so many microseconds from the noon that most labels stand at. */
  static Timestamp noon(long micros) {
    return Timestamp.from(NOON.plus(micros, ChronoUnit.MICROS));
  }

  /** A row of the source. */
  Scenario event(@Nullable Object... values) {
    events.add(RowFactory.create(values));
    return this;
  }

  /** A label: the entity's keys, then the time. */
  Scenario label(@Nullable Object... keysAndTime) {
    List<@Nullable Object> values = new ArrayList<>(List.of(labels.size()));
    values.addAll(Arrays.asList(keysAndTime));
    labels.add(RowFactory.create(values.toArray()));
    return this;
  }

  Dataset<Row> events() {
    return new EventFrame(view).events(SESSION.createDataFrame(events, source));
  }

  Dataset<Row> labels() {
    StructType schema = new StructType().add("label_no", "int");
    for (Entity.Key key : view.entity().keys()) {
      schema = schema.add(key.name(), key.type());
    }
    return SESSION.createDataFrame(labels, schema.add("t", "timestamp"));
  }

  /** The features of each label, in the view's order. */
  List<List<@Nullable Object>> answers() {
    Dataset<Row> frame = events().localCheckpoint();
    List<List<@Nullable Object>> expected = oracle(frame.collectAsList());
    assertThat(shuffled(frame)).as("shuffle merge").isEqualTo(expected);
    assertThat(bucketed(frame)).as("sorted buckets").isEqualTo(expected);
    return expected;
  }

  /** The only feature of each label. */
  List<@Nullable Object> answer() {
    List<@Nullable Object> values = new ArrayList<>();
    for (List<@Nullable Object> features : answers()) {
      assertThat(features).hasSize(1);
      values.add(features.get(0));
    }
    return values;
  }

  /** A value with Java's own collections in it, which tell −0.0 from 0.0 and find NaN equal. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Row row) {
      Object[] fields = new Object[row.size()];
      Arrays.setAll(fields, i -> plain(row.get(i)));
      return Arrays.asList(fields);
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      return CollectionConverters.asJava(map);
    } else if (value instanceof scala.collection.Seq<?> seq) {
      return plain(CollectionConverters.asJava(seq));
    }
    return value instanceof List<?> list ? plain(list) : value;
  }

  private static List<@Nullable Object> plain(List<?> values) {
    List<@Nullable Object> plain = new ArrayList<>();
    values.forEach(value -> plain.add(plain(value)));
    return plain;
  }

  /** Some features of each label. */
  List<List<@Nullable Object>> asked(String features) {
    Dataset<Row> frame = events();
    return join(new ViewEvents.Rows(frame, ViewEvents.Revision.ONLY_ADDED), features);
  }

  List<List<@Nullable Object>> shuffled(Dataset<Row> frame) {
    return join(new ViewEvents.Rows(frame, ViewEvents.Revision.ONLY_ADDED));
  }

  private List<List<@Nullable Object>> bucketed(Dataset<Row> frame) {
    try {
      Path folder = Files.createTempDirectory("scenario");
      try {
        SortedFiles files = new SortedFiles(view, folder);
        List<Row> rows = frame.collectAsList();
        int half = rows.size() / 2;
        files.add(part(rows.subList(0, half), frame));
        files.add(part(rows.subList(half, rows.size()), frame));
        List<List<@Nullable Object>> once = join(files, frame, ViewEvents.Revision.ONLY_ADDED);
        if (remembersOneEvent()) {
          assertThat(join(files, frame, ViewEvents.Revision.REVISED))
              .as("remembering all events, not the best one alone")
              .isEqualTo(once);
        }
        return once;
      } finally {
        org.apache.commons.io.FileUtils.deleteDirectory(folder.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean remembersOneEvent() {
    return view.deleted().isEmpty()
        && view.features().stream()
            .flatMap(feature -> feature.events().stream())
            .allMatch(EventFeature::lastEventDecides);
  }

  private List<List<@Nullable Object>> join(
      SortedFiles files, Dataset<Row> frame, ViewEvents.Revision revision) {
    return join(files.buckets(frame, EventFile.Order.SORTED, revision));
  }

  private static Dataset<Row> part(List<Row> rows, Dataset<Row> frame) {
    return SESSION.createDataFrame(rows, frame.schema());
  }

  private List<List<@Nullable Object>> oracle(List<Row> frame) {
    Oracle oracle = new Oracle(view, frame);
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row label : labels) {
      List<@Nullable Object> keys = new ArrayList<>();
      for (int i = 1; i < label.size() - 1; i++) {
        keys.add(label.get(i));
      }
      values.add(plain(oracle.features(keys, label.getTimestamp(label.size() - 1).toInstant())));
    }
    return values;
  }

  private List<List<@Nullable Object>> join(ViewEvents of) {
    return join(of, view.name() + ".*");
  }

  private List<List<@Nullable Object>> join(ViewEvents of, String wanted) {
    FeatureSelection selection = Views.select(catalog, wanted);
    List<Row> rows =
        new PointInTimeJoin(selection, Map.of(view.versionedName(), of))
            .join(labels(), "t", TIMES, List.of("label_no"))
            .orderBy("label_no")
            .collectAsList();
    assertThat(rows).extracting(row -> row.getInt(0)).hasSize(labels.size()).isSorted();
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      List<@Nullable Object> features = new ArrayList<>();
      for (int i = 1; i < row.size(); i++) {
        features.add(plain(row.get(i)));
      }
      values.add(features);
    }
    return values;
  }
}

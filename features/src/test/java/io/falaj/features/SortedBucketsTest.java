package io.falaj.features;

import static io.falaj.features.Facts.fact;
import static io.falaj.features.Facts.ingest;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.falaj.features.pit.EventLayout;
import io.falaj.features.pit.Views;
import io.falaj.lineage.DataFile;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that retrieval reads: in order, in their buckets, and no more of them than needed. */
class SortedBucketsTest {

  private static final FeatureView VIEW = MaterializeTest.view(3);
  private static final DataInterval YEAR = DataInterval.parse("2013-01-01/2014-01-01");

  @TempDir private Path folder;

  /** Forty keys on the 10th of each of the months. */
  private Lake lake(int... months) {
    Lake lake = TestLake.in(folder).open();
    Map<DataInterval, List<Row>> facts = new HashMap<>();
    for (int month : months) {
      String day = "2013-%02d-10".formatted(month);
      String next = "2013-%02d-11".formatted(month);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        String time = "%sT%02d:00:00Z".formatted(day, (i * 7) % 24);
        rows.add(fact("k" + i % 40, time, i, month + i / 100.0));
      }
      facts.put(DataInterval.parse(day + "/" + next), rows);
    }
    ingest(lake, facts);
    return lake;
  }

  private static Dataset<Row> read(DataFile file) {
    return TestSpark.session().read().parquet(file.path());
  }

  private static FactLabels labels(Lake lake, FeatureView view) {
    FactLabels labels = new FactLabels(lake, view);
    for (int i = 0; i < 40; i++) {
      labels.label("k" + i, "2013-12-%02dT00:00:00Z".formatted(1 + i % 20));
    }
    return labels;
  }

  @Test
  void eachFileIsSortedAndOfOneBucketAndSlab() {
    Lake lake = lake(1);
    new Materialize(lake).execute(VIEW, YEAR);
    lake = lake(2);
    new Materialize(lake).execute(VIEW, YEAR);
    List<DataFile> files = lake.files(lake.pin(VIEW.eventsTable()));
    assertThat(files).hasSize(6);
    for (DataFile file : files) {
      List<String> stored =
          read(file)
              .selectExpr(
                  "concat_ws(' ', k, lpad(unix_micros(_known_time), 20, '0'),"
                      + " lpad(seq_no, 5, '0'))")
              .collectAsList()
              .stream()
              .map(row -> row.getString(0))
              .toList();
      assertThat(stored).isNotEmpty().isSorted();
      assertThat(
              read(file)
                  .selectExpr("pmod(hash(k), 3)", "date_trunc('MONTH', _known_time)")
                  .distinct()
                  .collectAsList())
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.get(0)).hasToString(file.partitionValues().get(EventLayout.BUCKET));
                assertThat(row.get(1).toString())
                    .startsWith(
                        Objects.requireNonNull(file.partitionValues().get(EventLayout.SLAB)));
              });
    }
  }

  @Test
  void aTableRewrittenByAnotherToolIsNeverWrong() {
    Lake lake = lake(1, 3);
    new Materialize(lake).execute(VIEW, YEAR);
    FactLabels labels = labels(lake, VIEW);
    List<String> answers = labels.answers();
    String table = folder.resolve("lake/features/facts_v1_events").toString();

    DeltaTable.forPath(TestSpark.session(), table)
        .toDF()
        .orderBy(col("of_x").desc())
        .write()
        .format("delta")
        .mode("overwrite")
        .save(table);

    assertThat(lake.files(lake.pin(VIEW.eventsTable())))
        .allSatisfy(file -> assertThat(file.tags()).isEmpty());
    assertThat(labels.answers()).isEqualTo(answers);
    assertThat(answers).hasSize(40).doesNotContain("0");
  }

  @Test
  void slabsOutOfReachAreNotOpened() throws IOException {
    FeatureView view = reaching("50d");
    Lake lake = lake(5, 9, 10, 11, 12);
    new Materialize(lake).execute(view, YEAR);
    FactLabels labels = labels(lake, view);
    DataInterval december = DataInterval.parse("2013-12-01/2014-01-01");
    List<String> answers = labels.answers(december);

    int kept = 0;
    for (DataFile file : lake.files(lake.pin(view.eventsTable()))) {
      String slab = Objects.requireNonNull(file.partitionValues().get(EventLayout.SLAB));
      if (slab.compareTo("2013-10-01") < 0) {
        Files.delete(Path.of(URI.create(file.path())));
      } else {
        kept++;
      }
    }

    assertThat(kept).isEqualTo(9);
    assertThat(labels.answers(december)).isEqualTo(answers);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isNotEqualTo("0"));
  }

  private static FeatureView reaching(String window) {
    String text =
        """
        feature_view: facts
        entity: thing
        source: clean.facts
        event_time: happened
        sequence: "no"
        features:
          n: {aggregate: count, window: %s}
          s: {aggregate: sum, of: x, window: %s}
        """
            .formatted(window, window);
    return Views.view(Views.catalog(MaterializeTest.ENTITY.formatted(3), text), "facts");
  }
}

package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.MINUTE;
import static io.falaj.features.pit.Scenario.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureView;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That files are in order is verified row by row, over the borders of Parquet batches too. */
class FileOrderTest {

  private static final FeatureCatalog CATALOG =
      Views.catalog(
          "{entity: thing, keys: {k: string}, buckets: 1}",
          """
          feature_view: facts
          entity: thing
          source: clean.facts
          event_time: happened
          features: {x: {of: x}}
          """);
  private static final StructType SOURCE =
      StructType.fromDDL("k string, happened timestamp, x int");
  private static final int ROWS = 10_000;

  @TempDir private Path folder;

  private static Dataset<Row> frame(FeatureView view) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create("k", noon((i - ROWS) * MINUTE), i));
    }
    return new EventFrame(view)
        .events(TestSpark.session().createDataFrame(rows, SOURCE))
        .localCheckpoint();
  }

  private static List<Row> ask(ViewEvents.Buckets buckets) {
    List<Row> labels =
        List.of(RowFactory.create("k", noon(0)), RowFactory.create("k", noon(-MINUTE - 1)));
    Dataset<Row> asked =
        TestSpark.session().createDataFrame(labels, StructType.fromDDL("k string, t timestamp"));
    return new PointInTimeJoin(Views.select(CATALOG, "facts.x"), Map.of("facts_v1", buckets))
        .join(asked, "t", Scenario.TIMES, List.of("t"))
        .orderBy("t")
        .select("x")
        .collectAsList();
  }

  @Test
  void aFileOutOfOrderIsSortedFirstOrRefusedButNeverWrong() {
    FeatureView view = Views.view(CATALOG, "facts");
    Dataset<Row> frame = frame(view);
    SortedFiles files = new SortedFiles(view, folder);
    files.addUnsorted(frame.repartition(1));

    assertThat(ask(files.buckets(frame, EventFile.Order.UNKNOWN, ViewEvents.Revision.ONLY_ADDED)))
        .containsExactly(RowFactory.create(ROWS - 2), RowFactory.create(ROWS - 1));
    assertThatThrownBy(
            () -> ask(files.buckets(frame, EventFile.Order.SORTED, ViewEvents.Revision.ONLY_ADDED)))
        .hasRootCauseInstanceOf(FalajException.DataRefused.class)
        .rootCause()
        .hasMessageContaining(
            "is marked as sorted, but its rows are not in the order of keys and known time: it was"
                + " changed outside Falaj. Restore it, or materialize the view anew into an empty"
                + " table.");
  }

  @Test
  void aFileInOrderIsReadToItsEnd() {
    FeatureView view = Views.view(CATALOG, "facts");
    Dataset<Row> frame = frame(view);
    SortedFiles files = new SortedFiles(view, folder);
    files.add(frame);

    assertThat(ask(files.buckets(frame, EventFile.Order.SORTED, ViewEvents.Revision.ONLY_ADDED)))
        .containsExactly(RowFactory.create(ROWS - 2), RowFactory.create(ROWS - 1));
  }
}

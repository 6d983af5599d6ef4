package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.AddFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

  private static final TableName TABLE = new TableName(Zone.RAW, "sales");

  @TempDir Path folder;

  private final SparkSession session = TestSpark.session().newSession();

  private List<AddFile> fiveRowsInTwoFiles() {
    String path = folder.resolve("sales").toString();
    session.range(0, 5, 1, 2).write().format("delta").save(path);
    return SnapshotState.files(DeltaLog.forTable(session, path).unsafeVolatileSnapshot());
  }

  @Test
  void whatWasCountedOnTheWayIsWhatTheFilesHave() {
    List<AddFile> files = fiveRowsInTwoFiles();
    assertThatCode(() -> StagedFiles.checkRows(TABLE, 5, files)).doesNotThrowAnyException();
    for (long counted : new long[] {4, 1_006}) {
      assertThatThrownBy(() -> StagedFiles.checkRows(TABLE, counted, files))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "%,d rows were counted on their way to table raw.sales, and its files have 5; nothing was committed. Run again; where that does not help, check the executors' disks and memory.",
              counted);
    }
  }

  @Test
  void filesThatDoNotTellAreNotBelieved() {
    session.conf().set("spark.databricks.delta.stats.collect", "false");
    List<AddFile> files = fiveRowsInTwoFiles();
    assertThatThrownBy(() -> StagedFiles.checkRows(TABLE, 5, files))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "of raw.sales does not tell how many rows it has, since Delta's statistics are switched off. Leave spark.databricks.delta.stats.collect on.");
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowEncodingTest {

  @TempDir Path folder;

  @Test
  void whatIsDifferentInEachRowHasNoDictionaryAndOtherTextHas() throws IOException {
    Lake lake = TestLake.in(folder).open();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(RowFactory.create("ab:" + i, "c" + i % 3));
    }
    TableName name = new TableName(Zone.MONITORING, "things");
    lake.appendBookkeeping(
        TableSpec.of(name, StructType.fromDDL(Sources.ROW + " string, code string")), rows);

    Map<String, Boolean> dictionaries = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".snappy.parquet")).toList()) {
        if (file.toString().contains("things") && !file.toString().contains("_delta_log")) {
          for (ColumnChunkMetaData column : columns(file)) {
            dictionaries.put(
                column.getPath().toDotString(), column.getEncodingStats().hasDictionaryPages());
          }
        }
      }
    }
    assertThat(dictionaries).containsOnly(Map.entry(Sources.ROW, false), Map.entry("code", true));
  }

  private static List<ColumnChunkMetaData> columns(Path file) throws IOException {
    Configuration configuration = new Configuration();
    var in = HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), configuration);
    try (ParquetFileReader reader = ParquetFileReader.open(in)) {
      return reader.getFooter().getBlocks().get(0).getColumns();
    }
  }
}

package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowEncodingTest {

  @TempDir Path folder;

  @Test
  void whatIsNearlyAlwaysDifferentHasNoDictionaryAndOtherTextHas() throws IOException {
    Lake lake = TestLake.in(folder).open();
    StructType schema =
        StructType.fromDDL(
            Sources.ROW
                + " string, id string, code string, often string, _interval string,"
                + " _interval_month date");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      // So few different ones that a dictionary would pay for each.
      String text = "some text " + i % 3;
      // Would repeat often enough within Parquet's own 20,000 rows of a page.
      String often = "some text " + i % 4_900;
      rows.add(
          RowFactory.create(text, text, text, often, JAN.toString(), Date.valueOf("2013-01-01")));
    }
    TableSpec spec =
        TableSpec.of(RAW, schema)
            .partitionedBy("_interval_month")
            .withoutDictionaryOf("id", "a_column_of_another_table");
    assertThat(spec.properties()).hasSize(1);
    try (Step step = lake.begin(request("a", JAN))) {
      step.replaceIntervals(spec, lake.dataset(rows, schema)).commit();
      step.commit();
    }

    Map<String, Boolean> dictionaries = new HashMap<>();
    Set<CompressionCodecName> codecs = new HashSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        if (file.toString().contains("raw/flights") && !file.toString().contains("_delta_log")) {
          for (ColumnChunkMetaData column : columns(file)) {
            dictionaries.put(
                column.getPath().toDotString(), column.getEncodingStats().hasDictionaryPages());
            codecs.add(column.getCodec());
          }
        }
      }
    }
    assertThat(dictionaries)
        .containsOnly(
            Map.entry(Sources.ROW, false),
            Map.entry("id", false),
            Map.entry("code", true),
            Map.entry("often", false),
            Map.entry(TableSpec.INTERVAL, true));
    assertThat(codecs).containsExactly(CompressionCodecName.ZSTD);
  }

  private static List<ColumnChunkMetaData> columns(Path file) throws IOException {
    Configuration configuration = new Configuration();
    var in = HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), configuration);
    try (ParquetFileReader reader = ParquetFileReader.open(in)) {
      return reader.getFooter().getBlocks().get(0).getColumns();
    }
  }
}

package io.falaj.lineage.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TableName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetNameTest {

  @ParameterizedTest
  @CsvSource({
    "/data/flights.csv, file, /data/flights.csv",
    "/data/../lake, file, /lake",
    "file:/lake, file, /lake",
    "file:///lake, file, /lake",
    "hdfs://nn:8020/lake, hdfs://nn:8020, /lake",
    "s3a://bucket/lake, s3://bucket, /lake",
    "s3://bucket, s3://bucket, /",
    "gs://bucket/a/b, gs://bucket, /a/b",
    "jdbc:postgresql://db:5432/shop?user=amna&password=secret, postgresql://db:5432, shop",
    "jdbc:mysql://db/shop, mysql://db, shop",
    "jdbc:postgresql://amna:secret@db/shop.public.my orders, postgresql://db, shop.public.my orders",
    "jdbc:h2:mem:shop;USER=sa, h2, mem:shop",
  })
  void followsTheStandardsNaming(String place, String namespace, String name) {
    assertThat(DatasetName.of(place)).isEqualTo(new DatasetName(namespace, name));
  }

  @Test
  void aRelativePlaceIsFromTheWorkingFolder() {
    assertThat(DatasetName.of("lake").name())
        .isEqualTo(Path.of("lake").toAbsolutePath().toString());
  }

  @Test
  void aTableIsItsFolder() {
    TableName table = TableName.parse("clean.flights");
    assertThat(DatasetName.of("s3a://bucket", table))
        .isEqualTo(new DatasetName("s3://bucket", "/clean/flights"));
    assertThat(DatasetName.of("/lake", table))
        .isEqualTo(new DatasetName("file", "/lake/clean/flights"));
  }
}

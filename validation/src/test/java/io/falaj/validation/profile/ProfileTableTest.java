package io.falaj.validation.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTableTest {

  private static final TableName SALES = TableName.parse("clean.sales");
  private static final int VERSIONS = 20;

  @TempDir Path folder;

  /** Of so many random numbers in each of two months, whose sketches do not compress. */
  private static Profiles profiles(Random random, int rows) {
    ProfileObserver observer = new ProfileObserver("price");
    ProfileTap tap =
        observer.open(new StructType().add("_interval", "string").add("price", "double"));
    for (int i = 0; i < 2 * rows; i++) {
      observer.observe(
          tap,
          new GenericInternalRow(
              new Object[] {UTF8String.fromString("month" + i % 2), random.nextDouble()}));
    }
    return tap.profiles();
  }

  @Test
  void theNewestVersionIsReadAndNothingOfTheOthersFetched() throws TimeoutException {
    TestLake test = TestLake.in(folder);
    Lake lake = test.open();
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (int version = 0; version < VERSIONS; version++) {
      rows.addAll(
          ProfileTable.rows(
              TableVersion.of(SALES, version),
              profiles(random, 1000 + version),
              "run",
              TestLake.START));
    }
    // Recorded twice, as when a run died before it could commit: the later record counts.
    rows.addAll(
        ProfileTable.rows(
            TableVersion.of(SALES, VERSIONS - 1),
            profiles(random, 3000),
            "next",
            TestLake.START.plusSeconds(1)));
    lake.appendBookkeeping(TableSpec.of(ProfileTable.NAME, ProfileTable.SCHEMA), rows);

    List<Profiles> read = new ArrayList<>();
    long fetched =
        resultBytes(
            () ->
                read.add(
                    ProfileTable.read(
                        lake.read(ProfileTable.NAME), SALES, List.of("month1", "month2"))));
    assertThat(read.get(0).states()).containsOnlyKeys(new ProfileKey("month1", "", "price"));
    ProfileState price = Objects.requireNonNull(read.get(0).byColumn().get("price"));
    assertThat(price.counts().rows()).isEqualTo(3000);
    int one = Objects.requireNonNull(price.kllBytes()).length;
    assertThat(fetched).as("two records of %d bytes and more", one).isLessThan(VERSIONS / 2L * one);
  }

  /** Bytes that the tasks of some work sent to the driver. */
  private static long resultBytes(Supplier<Boolean> work) throws TimeoutException {
    var context = TestSpark.session().sparkContext();
    Set<Object> stages = ConcurrentHashMap.newKeySet();
    AtomicLong bytes = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            if ("profiles".equals(job.properties().getProperty("spark.jobGroup.id"))) {
              job.stageIds().foreach(stages::add);
            }
          }

          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            if (stages.contains(task.stageId())) {
              bytes.addAndGet(task.taskMetrics().resultSize());
            }
          }
        };
    context.addSparkListener(listener);
    context.setJobGroup("profiles", "profiles", false);
    try {
      assertThat(work.get()).isTrue();
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.clearJobGroup();
      context.removeSparkListener(listener);
    }
    return bytes.get();
  }
}

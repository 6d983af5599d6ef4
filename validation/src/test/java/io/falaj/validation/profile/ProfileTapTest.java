package io.falaj.validation.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** How much memory is given to profiles of many columns and intervals. */
class ProfileTapTest {

  private static final int COLUMNS = 500;

  /** Every second column is of text. */
  private static StructType schema(int columns) {
    StructType schema = new StructType().add("_interval", "string");
    for (int i = 0; i < columns; i++) {
      schema = schema.add("c" + i, i % 2 == 0 ? "double" : "string");
    }
    return schema;
  }

  private static ProfileObserver observer(int columns) {
    return new ProfileObserver(
        IntStream.range(0, columns).mapToObj(i -> "c" + i).toArray(String[]::new));
  }

  private static InternalRow row(String interval, int columns, int value) {
    Object[] values = new Object[1 + columns];
    values[0] = UTF8String.fromString(interval);
    UTF8String text = UTF8String.fromString("v" + value);
    for (int i = 0; i < columns; i++) {
      values[1 + i] = i % 2 == 0 ? (Object) (value + i / 7.0) : text;
    }
    return new GenericInternalRow(values);
  }

  private static int travelling(Object state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    return bytes.size();
  }

  @Test
  void whatTravelsOfFiveHundredColumnsIsBounded() throws IOException {
    ProfileObserver observer = observer(COLUMNS);
    ProfileTap tap = observer.open(schema(COLUMNS));
    for (int i = 0; i < 4000; i++) {
      observer.observe(tap, row("day", COLUMNS, i));
    }
    assertThat(tap.profiles().byColumn()).hasSize(COLUMNS);
    assertThat(travelling(tap))
        .as("less than the 32 kB that the numbers of a column take themselves")
        .isLessThan(COLUMNS * 20_000);
  }

  @Test
  void aYearOfDaysIsGatheredAFewDaysAtATimeAndIsTheSame() {
    ProfileObserver observer = observer(COLUMNS);
    ProfileTap year = observer.open(schema(COLUMNS));
    ProfileObserver few = observer(2);
    ProfileTap days = few.open(schema(2));
    for (int day = 0; day < 100; day++) {
      for (int i = 0; i < 3; i++) {
        observer.observe(year, row("day" + day, COLUMNS, day + i));
        few.observe(days, row("day" + day, 2, day + i));
        assertThat(year.open() * COLUMNS).isLessThanOrEqualTo(ProfileTap.MOST_OPEN);
      }
    }
    // A row that comes when its day is packed already belongs to it all the same.
    observer.observe(year, row("day0", COLUMNS, 7));
    few.observe(days, row("day0", 2, 7));
    assertThat(days.open()).as("few columns are never packed").isEqualTo(100);
    Profiles profiles = year.profiles();
    assertThat(profiles.states()).hasSize(100 * COLUMNS);
    days.profiles()
        .states()
        .forEach(
            (key, whole) -> {
              ProfileState packed = Objects.requireNonNull(profiles.states().get(key));
              assertThat(packed.counts()).isEqualTo(whole.counts());
              assertThat(packed.moments().count()).isEqualTo(whole.moments().count());
              assertThat(packed.min()).isEqualTo(whole.min());
              assertThat(packed.max()).isEqualTo(whole.max());
              assertThat(packed.categories()).isEqualTo(whole.categories());
              assertThat(packed.distinctInAnyOrder()).isEqualTo(whole.distinctInAnyOrder());
              assertThat(packed.hasQuantiles()).isEqualTo(whole.hasQuantiles());
              if (whole.hasQuantiles()) {
                assertThat(packed.quantile(0.5)).isEqualTo(whole.quantile(0.5));
              }
            });
  }

  @Test
  void segmentsAreGatheredWithTheirIntervals() {
    ProfileObserver observer = observer(COLUMNS).withSegments(Map.of("text", "c1"));
    ProfileTap tap = observer.open(schema(COLUMNS));
    for (int day = 0; day < 4; day++) {
      for (int i = 0; i < 2; i++) {
        observer.observe(tap, row("day" + day, COLUMNS, i));
      }
    }
    // 500 columns of an interval may have 11,500 profiles.
    assertThat(tap.open()).isEqualTo(1);
    assertThat(
            tap.profiles().states().keySet().stream()
                .filter(key -> key.column().equals("c0"))
                .map(key -> key.interval() + " " + key.segment()))
        .containsExactlyElementsOf(
            IntStream.range(0, 4)
                .boxed()
                .flatMap(
                    day ->
                        Stream.of("", "text=v0", "text=v1")
                            .map(segment -> "day" + day + " " + segment))
                .toList());
  }
}

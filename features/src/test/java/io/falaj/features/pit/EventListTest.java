package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a plain sorted list, whose positions do not move when its head is forgotten. */
class EventListTest {

  private static final EventReader READER =
      new EventReader(
          StructType.fromDDL(
              "_known_time timestamp, _event_time timestamp, _available_time timestamp,"
                  + " seq_no bigint, _row_hash bigint, _deleted boolean"),
          0,
          1);

  private static Event event(Random random) {
    return new Event(
        random.nextInt(40),
        random.nextInt(4),
        random.nextInt(100),
        false,
        new Object[] {(long) random.nextInt(3)},
        new Object[0]);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithAPlainList(long seed) {
    Random random = new Random(seed);
    EventList list = new EventList(READER);
    List<Event> plain = new ArrayList<>();
    int forgotten = 0;
    for (int step = 0; step < 2000; step++) {
      int size = plain.size();
      switch (size == 0 ? 0 : random.nextInt(20)) {
        case 1, 2, 3, 4, 5 -> {
          int at = random.nextInt(size);
          list.remove(forgotten + at);
          plain.remove(at);
        }
        case 6 -> {
          int count = random.nextInt(size + 1);
          list.forgetBefore(forgotten + count);
          plain.subList(0, count).clear();
          forgotten += count;
        }
        case 7 -> {
          if (random.nextInt(20) == 0) {
            list.clear();
            plain.clear();
            forgotten = 0;
          }
        }
        default -> {
          Event event = event(random);
          int at = list.insert(event) - forgotten;
          plain.add(at, event);
          if (at > 0) {
            assertThat(READER.compareEvents(plain.get(at - 1), event)).isNotPositive();
          }
          if (at + 1 < plain.size()) {
            assertThat(READER.compareEvents(event, plain.get(at + 1))).isNotPositive();
          }
        }
      }
      assertThat(list.first()).isEqualTo(forgotten);
      assertThat(list.end()).isEqualTo(forgotten + plain.size());
      for (int i = 0; i < plain.size(); i++) {
        assertThat(list.at(forgotten + i)).isSameAs(plain.get(i));
      }
      found(list, plain, event(random));
    }
  }

  private static void found(EventList list, List<Event> plain, Event wanted) {
    int found = list.find(wanted);
    if (found < 0) {
      assertThat(plain).noneMatch(event -> READER.sameEvent(event, wanted));
    } else {
      assertThat(READER.sameEvent(list.at(found), wanted)).isTrue();
    }
  }
}

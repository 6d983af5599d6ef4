package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.KeyContest.Contender;
import io.falaj.validation.KeyContest.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows of many intervals at once, against the same rows taken in one interval after the other. */
class KeyContestTest {

  private static final List<DataInterval> MONTHS =
      DataInterval.parse("2013-01-01/2013-07-01").months();

  private static final int CHECKS = 2;

  /** The first check sets rows aside, the second warns. */
  private static final long ASIDE = 1;

  private record Line(String row, int month, List<Integer> keys, long failed, boolean aside) {}

  private static List<Line> lines(Random random) {
    List<Line> lines = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      lines.add(
          new Line(
              "r" + i,
              random.nextInt(MONTHS.size()),
              List.of(random.nextInt(5), random.nextInt(5)),
              random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0,
              random.nextInt(6) == 0));
    }
    return lines;
  }

  /** Keys of a check that clean holds, by month. */
  private static Map<Integer, List<KeyContest.Key>> clean(Random random) {
    Map<Integer, List<KeyContest.Key>> clean = new TreeMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      clean
          .computeIfAbsent(random.nextInt(MONTHS.size()), unused -> new ArrayList<>())
          .add(new KeyContest.Key(random.nextInt(CHECKS), random.nextInt(5)));
    }
    return clean;
  }

  @Test
  void whatFailsIsWhatWouldOneIntervalAfterTheOther() {
    int failures = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Line> lines = lines(random);
      Map<Integer, List<KeyContest.Key>> clean = clean(random);
      boolean[] pending = new boolean[MONTHS.size()];
      boolean[] refused = new boolean[MONTHS.size()];
      for (int m = 0; m < pending.length; m++) {
        pending[m] = random.nextInt(3) > 0;
        refused[m] = random.nextInt(5) == 0;
      }
      lines.removeIf(line -> !pending[line.month()]);

      KeyContest contest = new KeyContest(CHECKS, ASIDE);
      for (Line line : lines) {
        for (int check = 0; check < CHECKS; check++) {
          contest.enter(
              new Contender(line.row(), MONTHS.get(line.month()), line.failed(), line.aside()),
              new KeyContest.Key(check, line.keys().get(check)));
        }
      }
      clean.forEach(
          (month, keys) ->
              keys.forEach(
                  key -> {
                    if (pending[month]) {
                      contest.isThereUntilReplaced(key, MONTHS.get(month));
                    } else {
                      contest.isThere(key, MONTHS.get(month));
                    }
                  }));

      Map<String, Long> expected = new TreeMap<>();
      List<List<KeyContest.Key>> table = new ArrayList<>();
      for (int m = 0; m < MONTHS.size(); m++) {
        int month = m;
        List<KeyContest.Key> now = new ArrayList<>();
        long[] counts = new long[CHECKS + 1];
        for (Line line : lines.stream().filter(l -> l.month() == month).toList()) {
          long bits = 0;
          for (int check = 0; check < CHECKS; check++) {
            KeyContest.Key key = new KeyContest.Key(check, line.keys().get(check));
            boolean there = table.stream().anyMatch(keys -> keys.contains(key));
            if (there && (line.failed() & (1L << check)) == 0) {
              bits |= 1L << check;
              counts[check]++;
            }
          }
          if (bits != 0) {
            expected.put(line.row(), bits);
            counts[CHECKS] += (bits & ASIDE) != 0 ? 1 : 0;
          }
          if (!line.aside() && ((line.failed() | bits) & ASIDE) == 0) {
            now.add(new KeyContest.Key(0, line.keys().get(0)));
            now.add(new KeyContest.Key(1, line.keys().get(1)));
          }
        }
        if (pending[m]) {
          assertThat(contest.failures(MONTHS.get(m))).as("seed %d", seed).isEqualTo(counts);
          contest.settle(MONTHS.get(m), refused[m] ? Decision.REFUSED : Decision.ADMITTED);
        }
        table.add(pending[m] && !refused[m] ? now : clean.getOrDefault(m, List.of()));
      }
      Map<String, Long> failing = new TreeMap<>();
      contest.failing().forEach((contender, bits) -> failing.put(contender.row(), bits));
      assertThat(failing).as("seed %d", seed).isEqualTo(expected);
      failures += failing.size();
    }
    assertThat(failures).isGreaterThan(500);
  }
}

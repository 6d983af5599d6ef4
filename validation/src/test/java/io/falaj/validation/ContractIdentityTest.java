package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.Expectation.InRange;
import io.falaj.validation.Expectation.InSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two contracts that ask for different things have two fingerprints. */
class ContractIdentityTest {

  private static Contract contract(String expectation) {
    return Contracts.contract(
        """
        dataset: d
        source: {format: csv, path: d.csv}
        keys: [id]
        partition: whole
        columns:
          id: {type: string}
        expectations:
        """
            + "  - {"
            + expectation
            + ", severity: WARN}\n");
  }

  @Test
  void aValueWithACommaIsNotTwo() {
    assertThat(contract("in_set: {column: id, values: ['Dubai, UAE']}").fingerprint())
        .isNotEqualTo(contract("in_set: {column: id, values: [Dubai, UAE]}").fingerprint());
    assertThat(contract("in_range: {column: id, min: a, max: 'b, max=null'}").fingerprint())
        .isNotEqualTo(contract("in_range: {column: id, min: 'a, max=b'}").fingerprint());
    assertThat(contract("in_range: {column: id, min: a, max: 'null'}").fingerprint())
        .isNotEqualTo(contract("in_range: {column: id, min: a}").fingerprint());
  }

  @Test
  void plainValuesStandAsInTheIdentityOfEarlierReleases() {
    assertThat(new InSet("c", List.of("a", "b [c]", "", "it's", "null")))
        .hasToString("InSet[column=c, values=[a, b [c], , it's, null]]");
    assertThat(new InRange("c", "0", null)).hasToString("InRange[column=c, min=0, max=null]");
  }

  @Test
  void allListsOfAFewSignsAreToldApart() {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= 3; length++) {
      int to = texts.size();
      for (; from < to; from++) {
        for (String sign : List.of("a", ",", " ", "\"", "\\", "]")) {
          texts.add(texts.get(from) + sign);
        }
      }
    }
    Map<String, InSet> sets = new HashMap<>();
    for (String one : texts) {
      assertThat(sets.put(new InSet("c", List.of(one)).toString(), new InSet("c", List.of(one))))
          .isNull();
      if (one.length() <= 2) {
        for (String other : texts) {
          InSet two = new InSet("c", List.of(one, other));
          assertThat(sets.put(two.toString(), two)).as("%s", two.values()).isNull();
        }
      }
    }
    Set<String> ranges = new HashSet<>();
    List<@Nullable String> ends = new ArrayList<>(List.of("null", "a", "a, max=null", "\"null\""));
    ends.add(null);
    for (String min : ends) {
      for (String max : ends) {
        assertThat(ranges.add(new InRange("c", min, max).toString())).isTrue();
      }
    }
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

  @Test
  void isTheStandardDigest() {
    // FIPS 180-2, appendix B.1.
    assertThat(Fingerprint.of("abc"))
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Fingerprint.of("abc").brief()).isEqualTo("ba7816bf8f01");
  }

  @Test
  void isStableOverReleases() {
    // Step keys and audit hashes of lakes that exist hang on these bytes.
    Fingerprint whole =
        Fingerprint.builder("golden")
            .add("text", "a")
            .add("number", 1L)
            .add("none", null)
            .add("list", List.of("a", 2, true))
            .add("map", Map.of("k", "v", "l", Set.of("x", "y")))
            .add("time", Instant.parse("2013-01-01T00:00:00Z"))
            .add("interval", DataInterval.parse("2013-01-01/2013-02-01"))
            .build();
    assertThat(whole)
        .hasToString("5189b158b8c9435c4cc2ff1f706e944fa78e3628b6360700f1fbc7223969a5e3");
  }

  @Test
  void theOrderOfPartsMapsAndSetsDoesNotCount() {
    assertThat(one("m", new LinkedHashMap<>(Map.of("a", 1))).add("n", 2).build())
        .isEqualTo(Fingerprint.builder("k").add("n", 2).add("m", Map.of("a", 1)).build());
    Map<String, Integer> forth = new LinkedHashMap<>();
    Map<String, Integer> back = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      forth.put("k" + i, i);
      back.put("k" + (19 - i), 19 - i);
    }
    assertThat(one("m", forth).build()).isEqualTo(one("m", back).build());
    assertThat(one("s", new LinkedHashSet<>(forth.keySet())).build())
        .isEqualTo(one("s", new LinkedHashSet<>(back.keySet())).build());
  }

  @Test
  void differentValuesDiffer() {
    List<@Nullable Object> values =
        Arrays.asList(
            null,
            "",
            "null",
            "0",
            "1",
            1,
            1.0,
            0.0,
            -0.0,
            true,
            "true",
            List.of(),
            List.of("1"),
            List.of(1),
            List.of("1", "2"),
            List.of("2", "1"),
            List.of(List.of("1"), List.of("2")),
            List.of(List.of("1", "2")),
            List.of("1\u00002"),
            Set.of("1", "2"),
            Map.of(),
            Map.of("1", "2"),
            Map.of("0000000000", "1"),
            Duration.ofDays(1),
            Instant.EPOCH,
            TableName.parse("raw.a"),
            Fingerprint.of("1"));
    Map<Fingerprint, @Nullable Object> seen = new HashMap<>();
    for (Object value : values) {
      Fingerprint print = one("v", value).build();
      assertThat(seen).as("%s", value).doesNotContainKey(print);
      seen.put(print, value);
    }
  }

  @Test
  void namesAndValuesDoNotRunIntoEachOther() {
    List<Fingerprint> prints = new ArrayList<>();
    prints.add(one("ab", "c").build());
    prints.add(one("a", "bc").build());
    prints.add(one("a", "b").add("c", "").build());
    prints.add(one("a", "").add("b", "c").build());
    prints.add(Fingerprint.builder("ka").add("b", "c").build());
    assertThat(prints).doesNotHaveDuplicates();
  }

  @Test
  void aPartGivenTwiceAndAValueWithoutCanonicalFormAreRefused() {
    assertThatThrownBy(() -> one("a", 1).add("a", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("part 'a' is given twice");
    assertThatThrownBy(() -> one("a", new Object()))
        .hasMessage("no canonical form for class java.lang.Object");
    for (String bad : List.of("", "ab", "A".repeat(64), "g".repeat(64), "a".repeat(65))) {
      assertThatThrownBy(() -> new Fingerprint(bad))
          .hasMessage("no SHA-256 in lower-case hexadecimal: " + bad);
    }
  }

  private static Fingerprint.Builder one(String name, @Nullable Object value) {
    return Fingerprint.builder("k").add(name, value);
  }
}

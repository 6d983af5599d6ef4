package io.falaj.lineage.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultSectionTest {

  record Whole(String name, @DefaultValue("{}") Section section, Location location) {}

  record Section(@DefaultValue("3") int count, List<String> items, Location location) {}

  record Needy(@DefaultValue("{}") Inner inner) {}

  record Inner(String wanted) {}

  private static Whole read(String yaml) {
    Problems problems = new Problems();
    Whole whole = ConfigFile.parse(yaml, "f.yaml", Whole.class, problems).orElseThrow();
    problems.throwIfAny();
    return whole;
  }

  @Test
  void aSectionLeftOutHasTheDefaultsOfItsKeys() {
    Section defaults = new Section(3, List.of(), new Location("f.yaml", 2, 1));

    assertThat(read("\nname: a\n").section()).isEqualTo(defaults);
    assertThat(read("\nname: a\nsection:\n").section()).isEqualTo(defaults);
    assertThat(read("name: a\nsection: {count: 4}\n").section())
        .isEqualTo(new Section(4, List.of(), new Location("f.yaml", 2, 10)));
  }

  @Test
  void aSectionThatNeedsAKeyCannotBeLeftOut() {
    Problems problems = new Problems();

    assertThat(ConfigFile.parse("{}", "f.yaml", Needy.class, problems)).isEmpty();
    assertThat(problems.messages()).containsExactly("f.yaml:1:1: 'wanted' is missing.");
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExhaustiveTest {

  @TempDir Path folder;

  private final List<String> looked = new ArrayList<>();

  private void look(Exhaustive cases, String... names) {
    for (String name : names) {
      cases.look(name, () -> looked.add(name));
    }
  }

  @Test
  void whatPassedIsNotLookedAtAgain() {
    Exhaustive first = Exhaustive.of("t", folder);
    look(first, "a", "b");
    assertThatThrownBy(
            () ->
                first.look(
                    "c",
                    () -> {
                      throw new IllegalStateException("it fails");
                    }))
        .hasMessage("it fails");
    look(Exhaustive.of("t", folder), "a", "b", "c", "d");
    assertThat(looked).containsExactly("a", "b", "c", "d");
    look(Exhaustive.of("other", folder), "a");
    assertThat(looked).hasSize(5);
  }

  @Test
  void aUsualRunKeepsNothing() {
    look(Exhaustive.of("t", null), "a");
    look(Exhaustive.of("t", null), "a");
    assertThat(looked).containsExactly("a", "a");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void casesHaveNamesOfTheirOwn() {
    Exhaustive cases = Exhaustive.of("t", folder);
    look(cases, "a");
    assertThatThrownBy(() -> look(cases, "a")).hasMessage("two cases are called 'a'");
  }
}

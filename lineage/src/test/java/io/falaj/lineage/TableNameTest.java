package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableNameTest {

  @Test
  void everyZoneIsRead() {
    for (Zone zone : Zone.values()) {
      TableName name = TableName.parse(zone.folder() + ".a_1");
      assertThat(name).isEqualTo(new TableName(zone, "a_1"));
      assertThat(TableName.parse(name.toString())).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "raw", "flights", "raw.a.b", "Raw.a", "bronze.a", ".a", "lake.raw.a"})
  void whatNamesNoZoneIsRefused(String text) {
    assertThatThrownBy(() -> TableName.parse(text))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "'%s' names no table: write zone.table, where zone is one of raw, clean, quarantine,"
                + " features, training, models, predictions, monitoring, lineage.",
            text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1a", "_a", "a-b", "a b", "a/b", "..", "ä", "a\n"})
  void whatWouldBeNoSafeFolderIsRefused(String table) {
    assertThatThrownBy(() -> TableName.parse("raw." + table))
        .isInstanceOf(FalajException.Configuration.class)
        .message()
        .matches(
            m ->
                m.startsWith(
                        "Table name '" + table + "' is not allowed: names match [a-z][a-z0-9_]*.")
                    || m.startsWith("'raw." + table + "' names no table"));
  }
}

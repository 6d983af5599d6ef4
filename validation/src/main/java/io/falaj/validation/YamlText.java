package io.falaj.validation;

import java.util.Locale;

/** Constants as YAML writes them. */
final class YamlText {

  private YamlText() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

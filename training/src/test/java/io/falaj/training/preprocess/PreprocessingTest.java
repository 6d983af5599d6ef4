package io.falaj.training.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.training.preprocess.ColumnEncoding.Category;
import io.falaj.training.preprocess.ColumnEncoding.Numeric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PreprocessingTest {

  private static final Preprocessing FIRST =
      Preprocessing.of(
          List.of(
              new Numeric("arr_delay_24h", true, 0.6931471805599453, true, -0.25, 1.5, 8),
              new Category("carrier", List.of("AA", "O'Hare, \"é\"", "UA")),
              new Numeric("distance", false, 1e-300, false, 123456789.123, 4.9e-324, 8)));

  @Test
  void jsonReadsBackTheSame() {
    assertThat(Preprocessing.fromJson(FIRST.toJson())).isEqualTo(FIRST);
  }

  @Test
  void whatTheFirstReleaseWroteStillLoadsAndIsStillWritten() throws IOException {
    String golden;
    try (InputStream in =
        Objects.requireNonNull(
            PreprocessingTest.class.getResourceAsStream("/golden/preprocessing-1.json"))) {
      golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(Preprocessing.fromJson(golden)).isEqualTo(FIRST);
    assertThat(FIRST.toJson()).isEqualTo(golden);
  }

  @Test
  void anotherFormatIsRefused() {
    String later = FIRST.toJson().replace("falaj-preprocessing-1", "falaj-preprocessing-2");

    assertThatThrownBy(() -> Preprocessing.fromJson(later))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The model's preprocessing has the format 'falaj-preprocessing-2', and this version of"
                + " Falaj reads 'falaj-preprocessing-1'. Use the version of Falaj that trained the"
                + " model.");
    assertThatThrownBy(() -> Preprocessing.fromJson("{}"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has the format 'null'");
  }

  @Test
  void whatIsNoPreprocessingIsRefused() {
    assertThatThrownBy(() -> Preprocessing.fromJson("{\"format\":"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Preprocessing.fromJson(FIRST.toJson().replace("\"scale\" : 1.5", "\"scale\" : 0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'arr_delay_24h': scale 0.0 and clip 8.0 must be positive");
    assertThatThrownBy(() -> new Category("c", List.of("a", "b", "a")))
        .hasMessage("column 'c' lists a value twice");
  }
}

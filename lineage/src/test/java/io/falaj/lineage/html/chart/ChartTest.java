package io.falaj.lineage.html.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.html.chart.Series.Point;
import io.falaj.lineage.html.chart.Series.Style;
import io.falaj.lineage.html.chart.Series.Tone;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | 0 0.25 0.5 0.75 1",
        "0.73 | 0.78 | 0.72 0.74 0.76 0.78",
        "0 | 336776 | 0 100,000 200,000 300,000 400,000",
        "-3 | 8 | -5 0 5 10",
        "0.1 | 0.3 | 0.1 0.15 0.2 0.25 0.3",
        "600.6 | 601.8 | 600.5 601.0 601.5 602.0",
        "-1000000.2 | -999999.65 | -1000000.2 -1000000.0 -999999.8 -999999.6"
      })
  void marksAreRound(double lo, double hi, String texts) {
    Axis axis = Axis.numbers("x", lo, hi);

    assertThat(String.join(" ", axis.ticks().stream().map(Axis.Tick::text).toList()))
        .isEqualTo(texts);
    assertThat(axis.min()).isLessThanOrEqualTo(lo);
    assertThat(axis.max()).isGreaterThanOrEqualTo(hi);
  }

  @Test
  void aSingleValueStillHasAnAxis() {
    Axis axis = Axis.numbers("x", 7, 7);

    assertThat(axis.min()).isLessThan(7);
    assertThat(axis.max()).isGreaterThan(7);
    assertThat(Axis.numbers("x", 0, 0).ticks()).isNotEmpty();
  }

  @Test
  void anAxisWithoutSpanIsRefused() {
    assertThatThrownBy(() -> new Axis("rate", 1, 1, List.of()))
        .hasMessage("axis 'rate' is empty: 1.0 to 1.0");
  }

  @Test
  void marksAreThinnedWhenThereAreMany() {
    Axis axis = Axis.names("", IntStream.range(0, 30).mapToObj(String::valueOf).toList());

    assertThat(axis.thinned(8).ticks()).extracting(Axis.Tick::text).startsWith("0", "4", "8");
  }

  @Test
  void aPointThatIsNoneBreaksTheLine() {
    Series series =
        new Series(
            "a <b>",
            Tone.WATER,
            Style.DOTTED,
            List.of(new Point(0, 1), new Point(1, Double.NaN), new Point(2, 1), new Point(3, 2)));
    String svg =
        new LineChart(
                "Title",
                "",
                Axis.numbers("x", 0, 3),
                Axis.numbers("y", 0, 2),
                List.of(series),
                List.of())
            .figure()
            .toString();

    assertThat(svg).containsPattern("d=\"M[0-9. ]+M[0-9. ]+L[0-9. ]+\"");
    assertThat(svg.split("<circle", -1)).hasSize(4);
    assertThat(svg).contains("a &lt;b&gt;").doesNotContain("NaN");
  }
}

package io.falaj.scoring.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.scoring.drift.Shares;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionChartTest {

  @Test
  void numbersAreDrawnAsStepsOverTheirBins() {
    Shares shares =
        new Shares(List.of("a", "b"), List.of(0.0, 1.0, 2.0), List.of(0.5, 0.5), List.of(0.2, 0.8));
    String svg = new DistributionChart("t", "n", "training", "August", shares).figure().toString();

    assertThat(svg).contains("class=\"area1\"", "class=\"s0\"", "training", "August");
    assertThat(svg).doesNotContain("<rect");
  }

  @Test
  void onlyTheLargestCategoriesAreDrawn() {
    List<String> labels = IntStream.range(0, 40).mapToObj(i -> "category " + i).toList();
    List<Double> shares = IntStream.range(0, 40).mapToObj(i -> (i + 1) / 820.0).toList();
    String svg =
        new DistributionChart("t", "", "r", "c", new Shares(labels, List.of(), shares, shares))
            .figure()
            .toString();

    assertThat(svg.split("<rect", -1)).hasSize(2 * 9 + 1);
    assertThat(svg).contains("and 31 more", "category…");
  }
}

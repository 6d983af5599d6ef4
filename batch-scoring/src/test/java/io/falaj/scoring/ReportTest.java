package io.falaj.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.scoring.report.LineageStep;
import io.falaj.scoring.report.ModelCard;
import io.falaj.scoring.report.ReportModel;
import io.falaj.scoring.report.TableQuality;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @TempDir private Path folder;

  @Test
  void aLakeWithoutAnythingHasAReportThatSaysWhatToRun() {
    Lake lake = TestLake.in(folder).open();
    Report.Result result = new Report(lake).execute(request(Optional.empty()));

    assertThat(new String(result.html(), StandardCharsets.UTF_8)).contains("run ./falaj ingest");
    assertThat(result.model().tables()).isEmpty();
  }

  @Test
  void theReportShowsWhatTheLakeRecorded() {
    Lake lake = TestLake.in(folder).open();
    SmallPipeline pipeline = new SmallPipeline(lake);
    pipeline.ingest(1, SmallPipeline.JANUARY, SmallPipeline.FEBRUARY, SmallPipeline.MARCH);
    pipeline.materialize();
    ScoringModel scoring = pipeline.model(4, 1.5f);
    new Score(lake).execute(new Score.Request(pipeline.definition(), scoring, SmallPipeline.ALL));
    new Monitor(lake)
        .execute(
            new Monitor.Request(
                pipeline.definition(), "late", version -> scoring, SmallPipeline.ALL));
    Report.Request request =
        request(
            Optional.of(
                new Report.Model(
                    pipeline.definition(),
                    scoring,
                    Optional.of(scoring.artifact()),
                    ModelCard.Decision.PROMOTED,
                    List.of("It beats the baseline."),
                    "key1")));
    Report.Result result = new Report(lake).execute(request);
    ReportModel report = result.model();

    assertThat(new Report(lake).execute(request).html()).isEqualTo(result.html());
    ModelCard card = report.model().orElseThrow();
    assertThat(card.version()).isEqualTo(4);
    assertThat(card.kind()).isEqualTo("Logistic regression, 4 inputs");
    assertThat(card.metrics()).extracting(ModelCard.Metric::name).startsWith("ROC AUC", "PR AUC");
    assertThat(report.training().orElseThrow().best()).isEqualTo(1);
    assertThat(report.evaluations()).hasSize(2);
    assertThat(report.evaluations().get(0).roc()).isNotEmpty();
    assertThat(report.months()).hasSize(2);
    assertThat(report.drift()).hasSize(2);
    assertThat(report.features()).hasSize(4);
    assertThat(report.lineage()).extracting(LineageStep::step).contains("score", "monitor");
    assertThat(report.tables()).extracting(TableQuality::dataset).containsExactly("flights");
    assertThat(new String(result.html(), StandardCharsets.UTF_8))
        .contains("Promoted: late version 4 is the champion", "sketch mode", "It beats")
        .doesNotContain("http://", "https://", "<script");
  }

  private static Report.Request request(Optional<Report.Model> model) {
    return new Report.Request(
        "flights", "Late arrivals", List.of("flights"), model, SmallPipeline.ALL);
  }
}

package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  private static final Environment ENVIRONMENT =
      new Environment("17.0.1 Vendor", "Linux 6.1", "amd64 Some CPU", "4.0.1", "UTC");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");
  private static final TableName CLEAN = TableName.parse("clean.flights");
  private static final TableName RAW = TableName.parse("raw.flights");
  private static final Fingerprint ONE = Fingerprint.of("one");
  private static final Fingerprint TWO = Fingerprint.of("two");

  @Test
  void aTablesProvenanceReadsBackAsItWas() {
    TableVersion raw =
        new TableVersion(
            RAW, 7, new TreeMap<>(Map.of(DataInterval.parse("2013-02-01/2013-03-01"), 5L)));
    TableProvenance provenance =
        new TableProvenance(
            CLEAN,
            "replace",
            "run-1",
            "airflow-9",
            "run",
            "ingest",
            "flights",
            "amna",
            "0.1.0",
            3,
            ONE,
            new TreeMap<>(Map.of(JANUARY, TWO)),
            new TreeMap<>(Map.of(JANUARY, List.of(new StepInput("file", "a.csv", ONE.hex())))),
            List.of(raw),
            12,
            new TreeMap<>(Map.of(JANUARY, new IntervalContent(12, "ab12"))),
            ENVIRONMENT,
            AT);
    assertThat(Provenance.parse(provenance.toJson())).isEqualTo(provenance);
    assertThat(provenance.toJson())
        .doesNotContain("\n")
        .contains("\"kind\":\"table\"")
        .contains("\"table\":\"clean.flights\"")
        .contains("\"2013-01-01/2013-02-01\":\"" + TWO + "\"")
        .contains("\"at\":\"2026-01-02T03:04:05.678Z\"");
  }

  @Test
  void aModelsProvenanceReadsBackAsItWas() {
    ModelProvenance provenance =
        new ModelProvenance(
            "delays",
            "4",
            ONE,
            TableVersion.of(TableName.parse("training.delays"), 3),
            TWO,
            ONE,
            TWO,
            Map.of("epochs", 10, "layers", List.of(64, 32)),
            42L,
            8,
            "run-2",
            null,
            "amna",
            "0.1.0",
            ENVIRONMENT,
            AT);
    assertThat(Provenance.parse(provenance.toJson())).isEqualTo(provenance);
    assertThat(provenance.toJson()).doesNotContain("parent");
  }

  @Test
  void aScoresProvenanceReadsBackAsItWas() {
    ScoreProvenance provenance =
        new ScoreProvenance(
            TableName.parse("predictions.delays"),
            "delays",
            "4",
            ONE,
            TWO,
            new TreeMap<>(Map.of("labels", TableVersion.of(CLEAN, 9))),
            new TreeMap<>(Map.of(JANUARY, new IntervalContent(12, "ab12"))),
            "run-3",
            null,
            "amna",
            "0.1.0",
            ENVIRONMENT,
            AT);
    assertThat(Provenance.parse(provenance.toJson())).isEqualTo(provenance);
  }

  @Test
  void keysOfALaterReleaseArePassedOver() {
    String later =
        """
        {"kind":"model","model":"delays","version":"4","artifact":"%1$s",
         "training_set":{"table":"training.delays","version":3,"open_intervals":{}},
         "manifest":"%1$s","features":"%1$s","spec":"%1$s","parameters":{},"seed":1,"shards":1,
         "run_id":"r","actor":"a","code_version":"9","at":"2026-01-02T03:04:05Z",
         "environment":{"java":"17","os":"l","cpu":"c","spark":"4","session_zone":"UTC"},
         "something_new":{"a":1}}
        """
            .formatted(ONE);
    assertThat(Provenance.parse(later)).isInstanceOf(ModelProvenance.class);
  }

  @Test
  void otherTextIsRefused() {
    assertThatThrownBy(() -> Provenance.parse("{\"kind\":\"rumour\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no JSON of Provenance")
        .hasMessageContaining("rumour");
  }

  @Test
  void thisProcessKnowsItsEnvironment() {
    Environment here = Environment.ofThisProcess("UTC");
    assertThat(here.java()).startsWith("17.");
    assertThat(here.spark()).isEqualTo("4.0.1");
    assertThat(here.sessionZone()).isEqualTo("UTC");
    assertThat(here.cpu()).startsWith(System.getProperty("os.arch"));
  }
}

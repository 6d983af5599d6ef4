package io.falaj.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.DensePredictor;
import io.falaj.training.network.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class ModelArtifactTest {

  private static final ModelArtifact MODEL = SmallModel.seeded(1);

  private static Map<String, byte[]> with(String file, String content) {
    Map<String, byte[]> files = new TreeMap<>(MODEL.files());
    files.put(file, content.getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static String text(String file) {
    return new String(MODEL.files().get(file), StandardCharsets.UTF_8);
  }

  @Test
  void filesReadBackTheSame() {
    ModelArtifact read = ModelArtifact.ofFiles(MODEL.files());

    assertThat(read).isEqualTo(MODEL);
    assertThat(read.fingerprint()).isEqualTo(MODEL.fingerprint());
  }

  @Test
  void equalModelsHaveEqualBytesAndOthersAnotherFingerprint() {
    Map<String, byte[]> again = SmallModel.seeded(1).files();

    assertThat(again)
        .containsOnlyKeys("model.json", "network.json", "parameters.f32", "preprocessing.json");
    MODEL.files().forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
    assertThat(SmallModel.seeded(1).fingerprint()).isEqualTo(MODEL.fingerprint());
    assertThat(SmallModel.seeded(2).fingerprint()).isNotEqualTo(MODEL.fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "network.json", "parameters.f32", "preprocessing.json"})
  void aMissingFileIsNamed(String file) {
    Map<String, byte[]> files = new TreeMap<>(MODEL.files());
    files.remove(file);

    assertThatThrownBy(() -> ModelArtifact.ofFiles(files))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage("The model has no file " + file + ". Restore it, or train again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.json", "network.json", "parameters.f32", "preprocessing.json"})
  void aFileCutShortIsRefused(String file) {
    Map<String, byte[]> files = new TreeMap<>(MODEL.files());
    byte[] whole = Objects.requireNonNull(MODEL.files().get(file));
    files.put(file, Arrays.copyOf(whole, whole.length - 3));

    assertThatThrownBy(() -> ModelArtifact.ofFiles(files))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith("A file of the model cannot be read: ")
        .hasMessageEndingWith(". Restore it, or train again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kind", "network", "calibrator", "origin", "evaluations", "losses", "model"})
  void aModelWithoutOneOfItsPartsIsRefused(String part) {
    String other = text("model.json").replaceFirst("(?m)^  \"" + part + "\"", "  \"other\"");

    assertThatThrownBy(() -> ModelArtifact.ofFiles(with("model.json", other)))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining(part);
  }

  @Test
  void otherFormatsAreRefusedWithTheRemedy() {
    String model = text("model.json").replace("falaj-model-1", "falaj-model-9");
    String columns =
        text("preprocessing.json").replace("falaj-preprocessing-1", "falaj-preprocessing-9");

    assertThatThrownBy(() -> ModelArtifact.ofFiles(with("model.json", model)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The model has the format 'falaj-model-9', and this version of Falaj reads"
                + " 'falaj-model-1'. Use the version of Falaj that trained it.");
    assertThatThrownBy(() -> ModelArtifact.ofFiles(with("preprocessing.json", columns)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith("The model's preprocessing has the format 'falaj-preprocessing-9'");
  }

  @Test
  void parametersThatDoNotFitTheNetworkAreRefused() {
    Map<String, byte[]> files = new TreeMap<>(MODEL.files());
    files.put("parameters.f32", Parameters.of(1, 2, 3).toBytes());

    assertThatThrownBy(() -> ModelArtifact.ofFiles(files))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Model 'delays' has 3 parameters where its network of 6 inputs has 119: its files do"
                + " not belong together. Restore them, or train again.");
  }

  @Test
  void anyProgramWithDl4jComputesTheSameProbabilities() {
    float[] block = new float[DensePredictor.ROWS * 6];
    Arrays.setAll(new double[block.length], i -> block[i] = (float) Math.sin(i));
    double[] probabilities = new double[3];
    MultiLayerNetwork network = ModelArtifact.ofFiles(MODEL.files()).toDl4j();
    new DensePredictor(MODEL.network(), 6, MODEL.parameters()).predict(block, 3, probabilities);

    for (int i = 0; i < 3; i++) {
      float[] row = Arrays.copyOfRange(block, i * 6, i * 6 + 6);
      assertThat(network.output(Nd4j.create(row, new long[] {1, 6}, 'c')).getDouble(0))
          .isEqualTo(probabilities[i], within(1e-6));
    }
  }
}

package io.falaj.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.ModelProvenance;
import io.falaj.lineage.Provenance;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.signing.Signature;
import io.falaj.lineage.signing.SigningKey;
import io.falaj.training.SmallModels;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

  @TempDir private Path folder;
  private TestLake place;
  private Lake lake;
  private SigningKey key;

  @BeforeEach
  void open() {
    place = TestLake.in(folder);
    lake = place.open();
    key = SigningKey.create(folder.resolve("keys"));
    register("one", 1, SmallModels.network(0.5f), SmallModels.baseline(0.1f));
  }

  private void register(String input, long version, ModelArtifact... artifacts) {
    try (Step step = train(input)) {
      new ModelWriter(lake, key).write(step, version, SmallModels.TRAINING_SET, List.of(artifacts));
      step.commit();
    }
  }

  private Step train(String input) {
    return lake.begin(
        new StepRequest(
            "train",
            "late",
            Fingerprint.of("spec"),
            1,
            List.of(
                new IntervalRequest(
                    DataInterval.WHOLE, List.of(new StepInput("file", input, "1"))))));
  }

  private ModelRegistry registry() {
    return new ModelRegistry(lake, List.of(key.verifyKey()));
  }

  /** Commits a second version whose rows are those of the first, changed. */
  private void forge(UnaryOperator<ModelVersion> change) {
    TableSpec table = VersionTable.of("late");
    try (Step step = train("forged")) {
      Fingerprint stepKey = Objects.requireNonNull(step.stepKeys().get(DataInterval.WHOLE));
      var rows =
          lake.read(table.name()).collectAsList().stream()
              .map(row -> VersionTable.parse("late", row))
              .map(version -> changed(version, 2, version.kind(), stepKey, version.files()))
              .map(change)
              .map(VersionTable::row)
              .toList();
      step.append(table, lake.dataset(rows, table.schema())).commit();
      step.commit();
    }
  }

  private static ModelVersion changed(
      ModelVersion from,
      long version,
      ModelKind kind,
      Fingerprint stepKey,
      SortedMap<String, String> files) {
    return new ModelVersion(
        from.model(),
        version,
        kind,
        from.artifact(),
        files,
        from.provenance(),
        from.signature(),
        from.trainingSet(),
        from.manifest(),
        from.features(),
        from.spec(),
        from.validation(),
        from.gate(),
        stepKey,
        from.runId(),
        from.computedAt());
  }

  private static ModelVersion signed(ModelVersion from, Signature signature) {
    return new ModelVersion(
        from.model(),
        from.version(),
        from.kind(),
        from.artifact(),
        from.files(),
        from.provenance(),
        signature,
        from.trainingSet(),
        from.manifest(),
        from.features(),
        from.spec(),
        from.validation(),
        from.gate(),
        from.stepKey(),
        from.runId(),
        from.computedAt());
  }

  private Path file(String name) {
    String path = Objects.requireNonNull(registry().versions("late").get(0).files().get(name));
    return place.root().resolve(path);
  }

  @Test
  void aVersionIsLoadedAsItWasWritten() {
    RegisteredModel model = registry().newest("late");

    assertThat(model.artifact()).isEqualTo(SmallModels.network(0.5f));
    assertThat(model.baseline()).contains(SmallModels.baseline(0.1f));
    assertThat(model.trainingSet()).isEqualTo(SmallModels.TRAINING_SET);
    assertThat(model.inputs())
        .containsExactly(
            new StepInput("model", "late", "1"),
            new StepInput("artifact", "late", model.artifact().fingerprint().hex()));
  }

  @Test
  void whatItCameFromLiesBesideIt() throws IOException {
    ModelVersion version = registry().versions("late").get(0);
    String json = Files.readString(place.root().resolve(version.provenance()));
    ModelProvenance provenance = (ModelProvenance) Provenance.parse(json);

    assertThat(provenance.model()).isEqualTo("late");
    assertThat(provenance.version()).isEqualTo("1");
    assertThat(provenance.artifact()).isEqualTo(version.artifact());
    assertThat(provenance.trainingSet()).isEqualTo(SmallModels.TRAINING_SET);
    assertThat(provenance.runId()).isEqualTo(lake.run().runId());
    assertThat(provenance.actor()).isEqualTo("tester");
    assertThat(provenance.at()).isEqualTo(TestLake.START);
  }

  private Path flipped() throws IOException {
    Path parameters = file("parameters.f32");
    byte[] bytes = Files.readAllBytes(parameters);
    bytes[0] ^= 1;
    return Files.write(parameters, bytes);
  }

  @Test
  void aFlippedByteIsRefused() throws IOException {
    Path parameters = flipped();
    Files.delete(parameters.resolveSibling("." + parameters.getFileName() + ".crc"));

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "The model late:1 \\(network\\) is not whole\\. Artifact"
                + " models/_artifacts/[0-9a-f]{64}/parameters.f32 was changed: its bytes have"
                + " SHA-256 [0-9a-f]{64}\\. Restore it, or make it again\\.");
  }

  @Test
  void aFlippedByteBesideItsChecksumIsRefusedToo() throws IOException {
    flipped();

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("The model late:1 (network) is not whole.")
        .hasMessageContaining("parameters.f32 was changed: its bytes are not those that their")
        .hasMessageEndingWith("Restore it, or make it again.");
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    Files.delete(file("network.json"));

    assertThatThrownBy(() -> registry().version("late", 1))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("The model late:1 (network) is not whole.")
        .hasMessageContaining("network.json is missing from the lake")
        .hasMessageEndingWith("Restore it, or run the step that makes it.");
  }

  @Test
  void aKeyThatIsNotTrustedIsRefused() {
    SigningKey other = SigningKey.create(folder.resolve("other"));

    assertThatThrownBy(() -> new ModelRegistry(lake, List.of(other.verifyKey())).newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith(
            "The model late:1 (network) is signed with key %s, which is not trusted (trusted: %s)."
                .formatted(key.keyId(), other.keyId()))
        .hasMessageContaining("add the public key to the trusted ones");
    assertThat(
            new ModelRegistry(lake, List.of(other.verifyKey(), key.verifyKey()))
                .newest("late")
                .signedWith())
        .isEqualTo(key.keyId());
  }

  @Test
  void aKeyThatOnlyClaimsToBeTrustedIsRefused() {
    SigningKey other = SigningKey.create(folder.resolve("other"));
    forge(
        version ->
            signed(
                version,
                new Signature(key.keyId(), other.sign(version.identity().bytes()).base64())));

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("The signature of model late:2 (network) is not one of key");
  }

  @Test
  void anOldVersionUnderANewNumberIsRefused() {
    forge(version -> version);

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageMatching(
            "The signature of model late:2 \\(network\\) is not one of key "
                + key.keyId()
                + " over this model, version, kind and artifact [0-9a-f]{12}: its row in table"
                + " models.late was changed, or was signed as something else\\. Restore that table,"
                + " or train again\\.");
    assertThat(registry().version("late", 1).version()).isEqualTo(1);
  }

  @Test
  void theBaselineInTheModelsPlaceIsRefused() {
    forge(
        version ->
            signed(
                changed(
                    version,
                    2,
                    version.kind() == ModelKind.NETWORK
                        ? ModelKind.LOGISTIC_REGRESSION
                        : ModelKind.NETWORK,
                    version.stepKey(),
                    version.files()),
                key.sign(version.identity().bytes())));

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("The signature of model late:2 (network) is not one of key");
  }

  @Test
  void filesOfAnotherModelAreRefused() {
    SortedMap<String, String> swapped = new TreeMap<>(registry().versions("late").get(0).files());
    register("two", 2, SmallModels.network(0.7f), SmallModels.baseline(0.1f));
    swapped.put(
        "parameters.f32",
        Objects.requireNonNull(registry().versions("late").get(1).files().get("parameters.f32")));
    TableSpec table = VersionTable.of("late");
    try (Step step = train("three")) {
      Fingerprint stepKey = Objects.requireNonNull(step.stepKeys().get(DataInterval.WHOLE));
      ModelVersion first = registry().versions("late").get(0);
      ModelVersion third = changed(first, 3, first.kind(), stepKey, swapped);
      ModelVersion resigned = signed(third, key.sign(third.identity().bytes()));
      step.append(table, lake.dataset(List.of(VersionTable.row(resigned)), table.schema()))
          .commit();
      step.commit();
    }

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("The files that table models.late lists for model late:3 (network)")
        .hasMessageContaining("they are those of another model.");
  }

  @Test
  void aVersionWhoseRowIsGoneIsRefused() {
    try (Step step = train("no rows")) {
      step.commit();
    }

    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Version 2 of model 'late' is committed, but table models.late does not tell where its"
                + " files are. Restore that table, or train again.");
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    assertThatThrownBy(() -> registry().version("late", 3))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage("Model 'late' has no version 3: it has [1]. Name one of those.");
    assertThatThrownBy(() -> registry().newest("lade"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The lake has no model 'lade'. Run the step train first, or mend the name. Did you mean"
                + " 'late'?");
    assertThat(registry().versions("lade")).isEmpty();
    assertThat(registry().champion("late")).isEmpty();
  }
}

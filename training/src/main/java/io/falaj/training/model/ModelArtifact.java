package io.falaj.training.model;

import static java.util.Objects.requireNonNull;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Json;
import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.network.Dl4jNetwork;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.EpochLoss;
import io.falaj.training.preprocess.Preprocessing;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A trained model, whole: equal training gives equal bytes. Its files are {@code model.json},
 * {@code preprocessing.json}, {@code network.json} (DL4J's configuration) and {@code
 * parameters.f32} (little-endian float32 in DL4J's flat order).
 *
 * @param model the model's name
 * @param kind how it was trained
 * @param preprocessing how feature columns become the network's inputs
 * @param network its layers
 * @param parameters weights and biases
 * @param dl4j DL4J's configuration of the network, as JSON
 * @param calibrator what the network's probability goes through
 * @param threshold the probability from which on a row is predicted true
 * @param origin what it was made from
 * @param evaluations by split: {@code validation} and {@code gate}
 * @param losses of the epochs
 */
public record ModelArtifact(
    String model,
    ModelKind kind,
    Preprocessing preprocessing,
    NetworkSpec network,
    Parameters parameters,
    String dl4j,
    Calibrator calibrator,
    double threshold,
    ModelOrigin origin,
    SortedMap<String, Evaluation> evaluations,
    List<EpochLoss> losses) {

  private static final String MODEL = "model.json";
  private static final String PREPROCESSING = "preprocessing.json";
  private static final String NETWORK = "network.json";
  private static final String PARAMETERS = "parameters.f32";
  private static final String FORMAT = "falaj-model-1";

  public ModelArtifact {
    evaluations = Collections.unmodifiableSortedMap(new TreeMap<>(evaluations));
    losses = List.copyOf(losses);
    int expected = network.parameters(preprocessing.width());
    if (parameters.length() != expected) {
      throw new FalajException.DataRefused(
          ("Model '%s' has %d parameters where its network of %d inputs has %d: its files do not"
                  + " belong together. Restore them, or train again.")
              .formatted(model, parameters.length(), preprocessing.width(), expected));
    }
  }

  /** The files by name. */
  public SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(MODEL, utf8(Json.pretty(new Summary(this)) + "\n"));
    files.put(PREPROCESSING, utf8(preprocessing.toJson()));
    files.put(NETWORK, utf8(dl4j));
    files.put(PARAMETERS, parameters.toBytes());
    return files;
  }

  /** The identity of its bytes. */
  public Fingerprint fingerprint() {
    return fingerprint(files());
  }

  /** The identity of files, by their names. */
  public static Fingerprint fingerprint(Map<String, byte[]> files) {
    Fingerprint.Builder builder = Fingerprint.builder("model");
    files.forEach((name, bytes) -> builder.add(name, Fingerprint.of(bytes)));
    return builder.build();
  }

  /**
   * Reads what {@link #files} gives.
   *
   * @throws FalajException.DataRefused if a file is missing or is something else
   * @throws FalajException.Configuration if one has another format
   */
  public static ModelArtifact ofFiles(Map<String, byte[]> files) {
    try {
      String model = text(files, MODEL);
      // By itself first: what is thrown while a record is read arrives as an error of reading.
      requireFormat(Json.read(model, Format.class).format);
      Summary summary = Json.read(model, Summary.class);
      String network = text(files, NETWORK);
      Json.read(network, Map.class);
      return new ModelArtifact(
          summary.model,
          summary.kind,
          Preprocessing.fromJson(text(files, PREPROCESSING)),
          summary.network,
          Parameters.ofBytes(file(files, PARAMETERS)),
          network,
          summary.calibrator,
          summary.threshold,
          summary.origin,
          summary.evaluations,
          summary.losses);
    } catch (IllegalArgumentException e) {
      throw new FalajException.DataRefused(
          "A file of the model cannot be read: %s. Restore it, or train again."
              .formatted(e.getMessage()),
          e);
    }
  }

  private static byte[] file(Map<String, byte[]> files, String name) {
    byte @Nullable [] bytes = files.get(name);
    if (bytes == null) {
      throw new FalajException.DataRefused(
          "The model has no file %s. Restore it, or train again.".formatted(name));
    }
    return bytes;
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(file(files, name), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The network as DL4J knows it. */
  public MultiLayerNetwork toDl4j() {
    return Dl4jNetwork.load(dl4j, parameters);
  }

  private static void requireFormat(@Nullable String format) {
    if (!FORMAT.equals(format)) {
      throw new FalajException.Configuration(
          ("The model has the format '%s', and this version of Falaj reads '%s'. Use the version"
                  + " of Falaj that trained it.")
              .formatted(format, FORMAT));
    }
  }

  private record Format(@Nullable String format) {}

  /** What {@code model.json} holds. */
  private record Summary(
      String format,
      String model,
      ModelKind kind,
      NetworkSpec network,
      Calibrator calibrator,
      double threshold,
      ModelOrigin origin,
      SortedMap<String, Evaluation> evaluations,
      List<EpochLoss> losses) {

    Summary {
      requireNonNull(model, "model");
      requireNonNull(kind, "kind");
      requireNonNull(network, "network");
      requireNonNull(calibrator, "calibrator");
      requireNonNull(origin, "origin");
      requireNonNull(evaluations, "evaluations");
      requireNonNull(losses, "losses");
    }

    Summary(ModelArtifact artifact) {
      this(
          FORMAT,
          artifact.model,
          artifact.kind,
          artifact.network,
          artifact.calibrator,
          artifact.threshold,
          artifact.origin,
          artifact.evaluations,
          artifact.losses);
    }
  }
}

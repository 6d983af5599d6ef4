package io.falaj.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** Four months of trains: configuration and a file, written to a folder. */
final class SmallConf {

  static final int A_MONTH = 200;

  private static final String PIPELINE =
      """
      pipeline: trains
      description: Trains that are late.
      owner: rail
      interval: 2020-01-01/2020-05-01
      """;

  private static final String DATASET =
      """
      dataset: trains
      source: {format: csv, path: trains.csv}
      keys: [train_id]
      event_time: departs_at
      partition: month
      columns:
        train_id: {type: string}
        departs_at: {type: timestamp}
        arrived_at: {type: timestamp}
        line: {type: string}
        delay: {type: double, nullable: true}
      expectations:
        - {in_set: {column: line, values: [red, blue, green]}, severity: QUARANTINE}
      """;

  private static final String ENTITY = "entity: line\nkeys: {line: string}\nbuckets: 2\n";

  private static final String VIEW =
      """
      feature_view: line_delays
      version: 1
      owner: rail
      description: How late the trains of each line have been.
      entity: line
      source: clean.trains
      event_time: departs_at
      available_time: arrived_at
      boundary: exclusive
      sequence: train_id
      features:
        delayed_share_24h: {aggregate: mean, of: delay > 5, window: 24h}
        trains_24h: {aggregate: count, window: 24h}
        last_delay: {of: delay}
      """;

  private static final String ON_DEMAND =
      """
      feature_view: ride
      version: 1
      owner: rail
      description: The ride itself.
      features:
        hour: {of: hour(label_time)}
        of_line: {of: line}
      """;

  private static final String MODEL =
      """
      model: late_train
      description: Whether a train is more than five minutes late.
      training_set:
        labels:
          source: clean.trains
          event_time: departs_at
          columns: [train_id]
          label: delay > 5
        features: ["line_delays.*", "ride.*"]
        splits:
          fit: 2020-01-01/2020-02-15
          validation: 2020-02-15/2020-02-22
          gate: 2020-02-22/2020-03-01
      preprocessing: {min_rows: 5}
      network: {hidden: [8]}
      optimizer: {learning_rate: 0.01}
      training: {batch_size: 64, epochs: 80, stop_after: 30, shards: 2}
      gate: {metric: log_loss}
      """;

  private final Path folder;

  private SmallConf(Path folder) {
    this.folder = folder;
  }

  /** Writes it below a folder, as {@code conf/}. */
  static SmallConf in(Path folder) throws IOException {
    SmallConf conf = new SmallConf(folder.resolve("conf"));
    conf.write("entities/line.yaml", ENTITY);
    conf.write("pipelines/trains/pipeline.yaml", PIPELINE);
    conf.write("pipelines/trains/datasets/trains.yaml", DATASET);
    conf.write("pipelines/trains/features/line_delays.yaml", VIEW);
    conf.write("pipelines/trains/features/ride.yaml", ON_DEMAND);
    conf.write("pipelines/trains/models/late_train.yaml", MODEL);
    conf.write("pipelines/trains/trains.csv", rows());
    return conf;
  }

  /** Replaces a text that must be there. */
  SmallConf replace(String file, String old, String by) throws IOException {
    String text = Files.readString(folder.resolve(file));
    if (!text.contains(old)) {
      throw new IllegalArgumentException(file + " does not say " + old);
    }
    write(file, text.replace(old, by));
    return this;
  }

  /** Adds a model like the first one, under another name. */
  SmallConf addModel(String name) throws IOException {
    write(
        "pipelines/trains/models/" + name + ".yaml",
        MODEL.replace("model: late_train", "model: " + name));
    return this;
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /**
   * Late are the trains around noon, which a network can learn and a line cannot. One train in
   * fifty is of a line that there is not, one in twenty never arrives.
   */
  private static String rows() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("train_id,departs_at,arrived_at,line,delay\n");
    for (int month = 1; month <= 4; month++) {
      for (int i = 0; i < A_MONTH; i++) {
        int hour = random.nextInt(24);
        Instant departs =
            Instant.parse(
                "2020-0%d-%02dT%02d:%02d:00Z"
                    .formatted(month, 1 + i * 28 / A_MONTH, hour, random.nextInt(60)));
        String line = i % 50 == 7 ? "pink" : random.nextInt(3) == 0 ? "blue" : "red";
        double delay = random.nextGaussian() * 3 + (hour >= 7 && hour < 17 ? 9 : 0);
        text.append(
            "%d-%03d,%s,%s,%s,%s\n"
                .formatted(
                    month,
                    i,
                    departs,
                    departs.plusSeconds(3600),
                    line,
                    i % 20 == 3 ? "" : String.format(java.util.Locale.ROOT, "%.1f", delay)));
      }
    }
    return text.toString();
  }
}

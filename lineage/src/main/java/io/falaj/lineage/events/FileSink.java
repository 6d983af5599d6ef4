package io.falaj.lineage.events;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** Appends events to a file of JSON lines. */
public final class FileSink implements LineageSink {

  private final Path file;

  private FileSink(Path file) {
    this.file = file;
  }

  /**
   * Opens the file, making it and its folder where they are missing.
   *
   * @throws FalajException.Configuration if it cannot be written
   */
  public static FileSink open(Path file) {
    FileSink sink = new FileSink(file);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      sink.append("");
      return sink;
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "Lineage events cannot be written to %s (%s). Choose a file that you may write to."
              .formatted(file, e),
          e);
    }
  }

  @Override
  public void store(List<LineageEvent> events) {
    try {
      // One write for all: lines of several processes do not get mixed up.
      append(events.stream().map(event -> event.json() + "\n").collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("write lineage events to " + file, e);
    }
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

package io.falaj.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.package$;

/**
 * The machine and software that computed something: equal results are promised on an equal one.
 *
 * @param java version and vendor
 * @param os name and version
 * @param cpu architecture and model
 * @param spark version
 * @param sessionZone the session's time zone
 */
public record Environment(String java, String os, String cpu, String spark, String sessionZone) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Of this process. */
  public static Environment ofThisProcess(String sessionZone) {
    return new Environment(
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch") + cpuModel(),
        package$.MODULE$.SPARK_VERSION(),
        sessionZone);
  }

  /** The model's name with a blank before it, or nothing where the system does not tell. */
  private static String cpuModel() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " " + line.substring(line.indexOf(':') + 1).strip())
          .orElse("");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "";
    }
  }
}

package io.falaj.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What code this is.
 *
 * @param version Falaj's version
 * @param commit the commit that the launcher finds the checkout at, else that the jar was built
 *     from, with {@code +} behind it when files had been changed since; {@code unknown} when it was
 *     not built from a checkout
 */
record Build(String version, String commit) {

  static Build current() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = properties.getProperty("commit", "");
    String now = System.getProperty("falaj.commit", "");
    if (!now.isEmpty()) {
      commit = now;
    } else if (commit.isEmpty() || commit.startsWith("$")) {
      commit = "unknown";
    } else if (properties.getProperty("dirty", "").equals("true")) {
      commit += "+";
    }
    return new Build(properties.getProperty("version", "unknown"), commit);
  }

  /** As lineage records it. */
  String codeVersion() {
    return version + "/" + commit;
  }

  @Override
  public String toString() {
    return "Falaj " + version + " (" + commit + ")";
  }
}

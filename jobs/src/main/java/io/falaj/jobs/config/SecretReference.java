package io.falaj.jobs.config;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is: configuration never holds the secret itself.
 *
 * @param source what kind of place
 * @param place a variable's name, or a path
 */
public record SecretReference(Source source, String place) {

  private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  /** Kinds of places. */
  public enum Source {
    /** {@code ${env:NAME}}: an environment variable. */
    ENV,
    /** {@code ${file:PATH}}: the first line of a file. */
    FILE
  }

  /** Reads {@code ${env:NAME}} or {@code ${file:PATH}}; nothing if the text is something else. */
  public static Optional<SecretReference> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SecretReference(
                matcher.group(1).equals("env") ? Source.ENV : Source.FILE, matcher.group(2)))
        : Optional.empty();
  }

  /**
   * The secret.
   *
   * @param directory what a relative path is relative to
   * @throws FalajException.Configuration if it is not there
   */
  public String resolve(Map<String, String> environment, Path directory) {
    String secret =
        (source == Source.ENV ? variable(environment) : line(directory.resolve(place))).strip();
    if (secret.isEmpty()) {
      throw new FalajException.Configuration("The secret %s is empty. Mend it.".formatted(this));
    }
    return secret;
  }

  /**
   * The secret, where it is a bearer token.
   *
   * @throws FalajException.Configuration if it is not there, or can be none
   */
  public String token(Map<String, String> environment, Path directory) {
    String secret = resolve(environment, directory);
    if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new FalajException.Configuration(
          "The secret %s holds characters that a token cannot have. Mend it.".formatted(this));
    }
    return secret;
  }

  private String variable(Map<String, String> environment) {
    String value = environment.getOrDefault(place, "");
    if (value.isEmpty()) {
      throw new FalajException.Configuration(
          "The environment variable %s, which the configuration refers to, is not set. Set it."
              .formatted(place));
    }
    return value;
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new FalajException.Configuration(
          "The secret file %s, which the configuration refers to, cannot be read. Make it readable."
              .formatted(file),
          e);
    }
  }

  @Override
  public String toString() {
    return "${" + source.name().toLowerCase(java.util.Locale.ROOT) + ":" + place + "}";
  }
}

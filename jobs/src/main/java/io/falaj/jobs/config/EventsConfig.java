package io.falaj.jobs.config;

import io.falaj.lineage.config.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where lineage events go, beside the lake; checked.
 *
 * @param file relative to the folder that Falaj is started in
 * @param url where they are posted to
 * @param token the endpoint's bearer token
 */
public record EventsConfig(
    Optional<String> file, Optional<URI> url, Optional<SecretReference> token) {

  static final EventsConfig NONE =
      new EventsConfig(Optional.empty(), Optional.empty(), Optional.empty());

  /** What is wrong is added to the problems. */
  static EventsConfig parse(EventsYaml yaml, Problems problems) {
    Optional<SecretReference> token =
        Optional.ofNullable(yaml.token()).flatMap(SecretReference::parse);
    if (yaml.token() != null && token.isEmpty()) {
      // The text may be the secret itself, so no message shows it.
      problems.add(
          yaml.location(),
          "'token' must be a reference to a secret, ${env:NAME} or ${file:PATH}, and never the"
              + " secret itself.");
    }
    return new EventsConfig(
        Optional.ofNullable(yaml.file()),
        Optional.ofNullable(yaml.url()).flatMap(url -> uri(url, yaml, problems)),
        token);
  }

  private static Optional<URI> uri(String text, EventsYaml yaml, Problems problems) {
    try {
      URI uri = new URI(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // Told below, like any other text that is no address.
    }
    problems.add(
        yaml.location(),
        "'url' must be an address such as https://host/api/v1/lineage, not '%s'.".formatted(text));
    return Optional.empty();
  }
}

package io.falaj.features;

import io.falaj.lineage.config.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks a view that is computed on demand. */
final class OnDemandViewParser {

  private final FeatureViewYaml yaml;
  private final Problems problems;

  OnDemandViewParser(FeatureViewYaml yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  Optional<OnDemandView> parse() {
    int before = problems.messages().size();
    if (yaml.eventTime() != null
        || yaml.availableTime() != null
        || yaml.publishDelay() != null
        || yaml.ttl() != null
        || yaml.where() != null
        || yaml.deleted() != null
        || yaml.sequence() != null
        || !yaml.keys().isEmpty()) {
      problems.add(
          yaml.location(),
          ("view '%s' has no source, so it is computed on demand and has no keys, times or"
                  + " conditions of its own: add 'source' and 'entity', or leave them out.")
              .formatted(yaml.featureView()));
    }
    Names.checkVersion(yaml.version(), yaml.location(), problems);
    Map<String, SqlText> features = new LinkedHashMap<>();
    yaml.features().forEach((name, feature) -> parse(name, feature, features));
    if (yaml.features().isEmpty()) {
      problems.add(
          yaml.location(),
          "view '%s' has no features: name at least one under 'features'."
              .formatted(yaml.featureView()));
    }
    return problems.messages().size() > before
        ? Optional.empty()
        : Optional.of(new OnDemandView(yaml.featureView(), yaml.version(), features));
  }

  private void parse(String name, FeatureYaml feature, Map<String, SqlText> features) {
    Names.check("feature", name, feature.location(), problems);
    if (feature.aggregate() != null
        || feature.window() != null
        || feature.where() != null
        || feature.k() != null
        || feature.q() != null
        || feature.ratio() != null
        || feature.to() != null) {
      problems.add(
          feature.location(),
          ("feature '%s' looks at events, but view '%s' is computed on demand and sees one label"
                  + " only: give it 'of' alone.")
              .formatted(name, yaml.featureView()));
      return;
    }
    if (feature.nullPolicy() == NullPolicy.SKIP) {
      problems.add(
          feature.location(),
          "feature '%s': 'null_policy' is for last values; view '%s' is computed on demand."
              .formatted(name, yaml.featureView()));
    }
    if (feature.of() == null) {
      problems.add(
          feature.location(), "feature '%s' needs 'of', its SQL expression.".formatted(name));
      return;
    }
    SqlText.parse("'of'", feature.of(), feature.location(), problems)
        .ifPresent(sql -> features.put(name, sql));
  }
}

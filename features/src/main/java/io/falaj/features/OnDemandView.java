package io.falaj.features;

import io.falaj.lineage.Fingerprint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Features computed when they are asked for, from the label's own columns (its time is {@code
 * label_time}) and from other views' features, named {@code view.feature}.
 *
 * @param name the view's name
 * @param version raised when the meaning changes
 * @param features expressions by name, in declared order
 */
public record OnDemandView(String name, int version, Map<String, SqlText> features) {

  /** What expressions call the label's time. */
  public static final String LABEL_TIME = "label_time";

  public OnDemandView {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
  }

  public Fingerprint fingerprint() {
    Fingerprint.Builder builder =
        Fingerprint.builder("on_demand_view").add("name", name).add("version", version);
    features.forEach((feature, sql) -> builder.add("feature " + feature, sql.canonical()));
    return builder.build();
  }
}

package io.falaj.lineage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Where something came from, complete enough to compute it again. It travels with the thing: a
 * table's in the commit that wrote it, a model's beside its bytes, a prediction batch's in its
 * commit.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TableProvenance.class, name = "table"),
  @JsonSubTypes.Type(value = ModelProvenance.class, name = "model"),
  @JsonSubTypes.Type(value = ScoreProvenance.class, name = "score")
})
public sealed interface Provenance permits TableProvenance, ModelProvenance, ScoreProvenance {

  /** One line of JSON with sorted keys; equal provenance gives equal text. */
  default String toJson() {
    return Json.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote, by this release or an earlier one.
   *
   * @throws IllegalArgumentException if it is no provenance record
   */
  static Provenance parse(String json) {
    return Json.read(json, Provenance.class);
  }
}

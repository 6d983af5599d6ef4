package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTest {

  @Test
  void keysKeepTheirOrder() {
    Entity entity =
        new Definitions()
            .entity("{entity: thing, keys: {z: string, a: BIGINT}, buckets: 4}")
            .rightCatalog()
            .entities()
            .get("thing");
    assertThat(entity)
        .isEqualTo(
            new Entity(
                "thing",
                java.util.List.of(
                    new Entity.Key("z", DataTypes.StringType),
                    new Entity.Key("a", DataTypes.LongType)),
                4));
  }

  @Test
  void thereAreEightBucketsAndWithoutKeysOne() {
    FeatureCatalog catalog =
        new Definitions()
            .entity("{entity: thing, keys: {k: string}}")
            .entity("{entity: everything, keys: {}, buckets: 4}")
            .rightCatalog();
    assertThat(catalog.entities().get("thing")).extracting(Entity::buckets).isEqualTo(8);
    assertThat(catalog.entities().get("everything")).extracting(Entity::buckets).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "double",
        "float",
        "binary",
        "array<int>",
        "struct<a:int>",
        "map<int,int>",
        "interval day",
        "timestamp_ntz",
        "varchar(3)",
        "char(3)",
        "string collate UTF8_LCASE",
        "variant",
        "void",
        "text"
      })
  void aKeyIsOfASimpleType(String type) {
    assertThat(new Definitions().entity("{entity: thing, keys: {k: '" + type + "'}}").problems())
        .containsExactly(
            "entity.yaml:1:1: key 'k' of entity 'thing' has type '"
                + type
                + "': a key is a string, a whole number, a date, a timestamp, a boolean or a"
                + " decimal.");
  }

  @Test
  void bucketsAndNamesAreChecked() {
    assertThat(
            new Definitions()
                .entity("{entity: Thing, keys: {k: string}, buckets: 0}")
                .entity("{entity: other, keys: {as_of: string, of_x: string, seq_no: int}}")
                .entity("{entity: many, keys: {k: string}, buckets: 100001}")
                .entity("{entity: many, keys: {k: string}}")
                .problems())
        .containsExactly(
            "entity.yaml:1:1: entity name 'Thing' is not allowed: names match [a-z][a-z0-9_]*."
                + " Rename it.",
            "entity.yaml:1:1: 'buckets' of entity 'Thing' must be between 1 and 100000, not 0.",
            reserved("as_of"),
            reserved("of_x"),
            reserved("seq_no"),
            "entity.yaml:1:1: 'buckets' of entity 'many' must be between 1 and 100000, not"
                + " 100001.",
            "entity.yaml:1:1: entity 'many' is already defined at entity.yaml:1:1: rename one.");
  }

  private static String reserved(String key) {
    return "entity.yaml:1:1: key name '"
        + key
        + "' is not allowed: as_of and names that begin with of_ or seq_ belong to the tables that"
        + " Falaj derives. Rename it.";
  }
}

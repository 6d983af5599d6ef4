package io.falaj.features.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.EntityYaml;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureViewYaml;
import io.falaj.features.catalog.CatalogModel.ViewEntry;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

  private static final Path CONF = Path.of(System.getProperty("falaj.root"), "conf");

  @TempDir private Path folder;

  @Test
  void everyViewOfThePipelineIsListedWithItsFeatures() throws IOException {
    Catalog.Result result = new Catalog(TestLake.in(folder).open()).execute(flights());

    assertThat(result.model().views())
        .extracting(ViewEntry::name)
        .isSorted()
        .contains("carrier_delays", "weather", "calendar");
    ViewEntry carriers =
        result.model().views().stream()
            .filter(view -> view.name().equals("carrier_delays"))
            .findFirst()
            .orElseThrow();
    assertThat(carriers.owner()).isEqualTo("network-planning");
    assertThat(carriers.tables()).isEmpty();
    assertThat(carriers.facts())
        .extracting(CatalogModel.Fact::label)
        .contains("Entity", "Source", "Event time", "Known at");
    assertThat(carriers.features())
        .anySatisfy(
            feature -> {
              assertThat(feature.name()).isEqualTo("carrier_delayed_share_24h");
              assertThat(feature.definition().replace('\u00A0', ' '))
                  .isEqualTo("mean of arr_delay > 15 over 24 h");
            });
  }

  @Test
  void thePageIsOneFileAndTheSameEachTime() throws IOException {
    Catalog catalog = new Catalog(TestLake.in(folder).open());
    byte[] html = catalog.execute(flights()).html();
    String page = new String(html, StandardCharsets.UTF_8);

    assertThat(catalog.execute(flights()).html()).isEqualTo(html);
    assertThat(page)
        .contains("id=\"view-carrier_delays\"", "href=\"#view-weather\"", "Entities")
        .doesNotContain("http://", "https://", "<script");
  }

  @Test
  void whatUsersWriteStaysText() {
    CatalogModel hostile =
        new CatalogModel(
            "<b>",
            "<script>",
            List.of(new CatalogModel.EntityEntry("e<", "d<", List.of("k<"))),
            List.of(
                new ViewEntry(
                    "v",
                    1,
                    "",
                    "<img>",
                    List.of(new CatalogModel.Fact("<", "<")),
                    List.of(new CatalogModel.FeatureEntry("<i>", "<", "a < b", "<u>")),
                    List.of("<t>"))));
    String page = CatalogPage.of(hostile).toString();

    assertThat(page)
        .doesNotContain("<script", "<img", "<i>", "<u>", "<t>")
        .contains("a &lt; b", "no owner");
  }

  private static Catalog.Request flights() throws IOException {
    Problems problems = new Problems();
    List<EntityYaml> entities = read(CONF.resolve("entities"), EntityYaml.class, problems);
    List<FeatureViewYaml> views =
        read(CONF.resolve("pipelines/flights/features"), FeatureViewYaml.class, problems);
    FeatureCatalog definitions = FeatureCatalog.parse(entities, views, Map.of(), problems);
    problems.throwIfAny();
    return new Catalog.Request("flights", "Late arrivals", entities, views, definitions);
  }

  private static <T extends Record> List<T> read(Path from, Class<T> type, Problems problems)
      throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      return files
          .sorted()
          .flatMap(
              file -> ConfigFile.read(file, file.getFileName().toString(), type, problems).stream())
          .toList();
    }
  }
}

package io.falaj.jobs;

import io.falaj.features.catalog.Catalog;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Pages;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "catalog",
    description = {
      "Draw the catalog of a pipeline's features as one HTML file.",
      "",
      "Entities, views and features as they are defined, with the tables that hold them."
    },
    footerHeading = "%nExample:%n",
    footer = "  ./falaj catalog --pipeline flights")
final class CatalogCommand implements Callable<Integer> {

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin ConfigurationOptions configuration = new ConfigurationOptions();
  @Mixin QueryOptions options = new QueryOptions();

  CatalogCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    PipelineConfig config = PipelineConfig.load(configuration.find(host));
    String pipeline = config.pipeline().pipeline();
    Catalog.Request request =
        new Catalog.Request(
            pipeline,
            config.pipeline().description(),
            config.features().entities(),
            config.features().views(),
            config.catalog());
    int views = config.features().views().size();
    Pages.Published page =
        options.ask(
            host, engine, "catalog", pipeline, config.residency(), lake -> publish(lake, request));
    options
        .console(host)
        .result(
            Map.of("pipeline", pipeline, ReportStep.PAGE, page.location(), "views", views),
            "The catalog of %d feature views: %s".formatted(views, page.location()));
    return ExitCode.DONE.number();
  }

  private static Pages.Published publish(Lake lake, Catalog.Request request) {
    if (lake.tables().isEmpty()) {
      throw new FalajException.Configuration(
          "The lake %s has no tables yet. Run ./falaj ingest first, or mend --lake."
              .formatted(lake.root()));
    }
    return lake.pages()
        .publish(
            "catalog",
            request.pipeline(),
            "catalog-" + request.pipeline() + ".html",
            new Catalog(lake).execute(request).html());
  }
}

package io.falaj.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.Pages.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {

  @TempDir private Path folder;

  private static Pages.Published publish(Pages pages, String name, String html) {
    return pages.publish("report", "a", name, html.getBytes(UTF_8));
  }

  @Test
  void aPageTakesThePlaceOfTheOneBefore() throws IOException {
    Pages pages = TestLake.in(folder).open().pages();

    assertThat(publish(pages, "report-a.html", "one").outcome()).isEqualTo(Outcome.WRITTEN);
    assertThat(publish(pages, "report-a.html", "one").outcome()).isEqualTo(Outcome.UNCHANGED);
    Pages.Published second = publish(pages, "report-a.html", "two");

    assertThat(second.outcome()).isEqualTo(Outcome.WRITTEN);
    assertThat(Path.of(second.location()))
        .isEqualTo(folder.resolve("lake/_falaj/pages/report-a.html"))
        .hasContent("two");
    try (Stream<Path> files = Files.list(folder.resolve("lake/_falaj/pages"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.contains("report-a.html"))
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  @Test
  void aPageThatWasChangedByHandOrHalfReplacedIsWrittenAgain() throws IOException {
    Pages pages = TestLake.in(folder).open().pages();
    Path page = Path.of(publish(pages, "report-a.html", "one").location());
    Files.writeString(page, "two");

    assertThat(publish(pages, "report-a.html", "one").outcome()).isEqualTo(Outcome.WRITTEN);
    assertThat(page).hasContent("one");
    assertThat(publish(pages, "report-a.html", "one").outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aNameThatLeavesTheFolderIsRefused() {
    Pages pages = TestLake.in(folder).open().pages();

    assertThatThrownBy(() -> pages.publish("report", "a", "../report.html", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no name of a page: ../report.html");
    assertThat(folder.resolve("lake")).doesNotExist();
  }
}

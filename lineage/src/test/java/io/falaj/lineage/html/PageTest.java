package io.falaj.lineage.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Page PAGE =
      new Page("A & B", "What it \"is\"", List.of(Html.p("body"), Html.p("è")));

  @Test
  void oneFileThatLoadsNothingAndRunsNothing() {
    String html = PAGE.toString();

    assertThat(html)
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains("<title>A &amp; B</title>", "default-src &#39;none&#39;", "<p>body</p>")
        .contains("content=\"What it &quot;is&quot;\"")
        .doesNotContain("http://", "https://", "<script", "@import", "url(");
  }

  @Test
  void sameValueSameBytes() {
    assertThat(PAGE.bytes())
        .isEqualTo(new Page("A & B", "What it \"is\"", PAGE.body()).bytes())
        .isEqualTo(PAGE.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tablesScrollByThemselvesAndHeadTheirRows() {
    Table table =
        Table.of("Scores")
            .text("Name")
            .number("Rows")
            .rows(List.of(List.of(new Text("a"), new Text("1"))));

    assertThat(table.element())
        .hasToString(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Scores\"><table>"
                + "<thead><tr><th scope=\"col\">Name</th><th scope=\"col\" class=\"num\">Rows</th>"
                + "</tr></thead><tbody><tr><th scope=\"row\">a</th><td class=\"num\">1</td></tr>"
                + "</tbody></table></div>");
  }

  @Test
  void aRowHasACellForEveryColumn() {
    assertThatThrownBy(() -> Table.of("T").text("a").rows(List.of(List.of())))
        .hasMessage("a row of table 'T' has 0 cells for 1 columns");
  }
}

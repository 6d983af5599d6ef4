package io.falaj.lineage.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTest {

  @Test
  void writesAttributesInOrderAndChildrenInside() {
    Element element =
        Element.of("figure").css("card").id("roc").text("a").with(Element.of("br"), new Text("b"));

    assertThat(element).hasToString("<figure class=\"card\" id=\"roc\">a<br>b</figure>");
  }

  @Test
  void textNeverBecomesMarkup() {
    assertThat(Html.p("<script>alert('x')</script> & \"more\""))
        .hasToString(
            "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;</p>");
  }

  @Test
  void anAttributeCannotBeLeft() {
    assertThat(Element.of("td").set("title", "\" onload=\"x"))
        .hasToString("<td title=\"&quot; onload=&quot;x\"></td>");
  }

  @Test
  void whatNoDocumentMayHoldIsReplaced() {
    assertThat(Html.p("a\u0000b\u202Ec\uD800d\uD83D\uDE00\n"))
        .hasToString("<p>a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDE00\n</p>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"script", "style", "img", "iframe", "foreignObject", "a b", ""})
  void elementsThatLoadOrRunAreRefused(String tag) {
    assertThatThrownBy(() -> Element.of(tag))
        .hasMessage("element '" + tag + "' is not allowed in a page");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onclick", "onLoad", "a b", ""})
  void handlersAreRefused(String name) {
    assertThatThrownBy(() -> Html.p("x").set(name, "1"))
        .hasMessage("attribute name '" + name + "' is not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com", "javascript:alert(1)", "//x", "../x.html", "a/b"})
  void linksLeadNowhereElse(String href) {
    assertThatThrownBy(() -> Html.link(href, "x"))
        .hasMessage(
            "link '"
                + href
                + "' leads out of the page: a page loads and links nothing from outside");
  }

  @Test
  void linksIntoThePageAndToItsNeighboursAreFine() {
    assertThat(Html.link("#drift", "Drift")).hasToString("<a href=\"#drift\">Drift</a>");
    assertThat(Html.link("view.html#f", "f")).hasToString("<a href=\"view.html#f\">f</a>");
  }

  @Test
  void anAttributeIsSetOnce() {
    assertThatThrownBy(() -> Html.div("a").css("b"))
        .hasMessage("an attribute of 'div' is set twice");
  }

  @Test
  void anElementThatIsAlwaysEmptyTakesNoChildren() {
    assertThatThrownBy(() -> Element.of("br").text("x"))
        .hasMessage("element 'br' cannot have children");
  }

  @Test
  void elementsAreValues() {
    Element base = Element.of("p");
    Element ignored = base.text("more");

    assertThat(base).hasToString("<p></p>").isNotEqualTo(ignored);
    assertThat(base.text("x")).isEqualTo(base.text("x"));
  }

  @Test
  void sectionsDetailsAndListsAreWired() {
    assertThat(Html.section("data", "Data", Html.p("x")))
        .hasToString(
            "<section id=\"data\" aria-labelledby=\"data-h\"><h2 id=\"data-h\">Data</h2><p>x</p>"
                + "</section>");
    assertThat(Html.details(new Text("more"), Html.code("y")))
        .hasToString("<details><summary>more</summary><code>y</code></details>");
    assertThat(Html.list(List.of(new Text("a"), Html.span("s", "b"))))
        .hasToString("<ul><li>a</li><li><span class=\"s\">b</span></li></ul>");
  }
}

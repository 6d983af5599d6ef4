package io.falaj.scoring.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.html.Page;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {

  private static final String FULL = ReportPage.of(SampleReport.full()).toString();

  @Test
  void sameModelSameBytes() {
    assertThat(ReportPage.of(SampleReport.full()).bytes())
        .isEqualTo(ReportPage.of(SampleReport.full()).bytes());
  }

  @Test
  void nothingIsLoadedAndNothingRuns() {
    assertThat(FULL)
        .doesNotContain("http://", "https://", "<script", "<img", "<iframe", "@import", "url(")
        .containsOnlyOnce("<link ")
        .doesNotContainPattern("\\son[a-z]+=");
  }

  @Test
  void everySectionIsThereAndTheNavigationLeadsToIt() throws Exception {
    Document body = body(FULL);
    List<String> ids = attributes(body, "id");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(attributes(body, "href"))
        .hasSize(10)
        .allSatisfy(href -> assertThat(ids).contains(href.substring(1)));
    assertThat(texts(body, "h2"))
        .containsExactly(
            "Summary",
            "Data quality",
            "Training and evaluation",
            "Realized performance",
            "Drift of the features",
            "Distribution of the predictions",
            "Features",
            "Lineage",
            "Timings");
  }

  @Test
  void headingsDoNotSkipALevelAndDrawingsHaveNames() throws Exception {
    Document body = body(FULL);
    assertThat(texts(body, "h1")).containsExactly("Pipeline flights");
    NodeList drawings = body.getElementsByTagName("svg");
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      assertThat(drawing.getAttribute("aria-label") + drawing.getAttribute("aria-hidden"))
          .isNotEmpty();
    }
    assertThat(FULL).contains("lang=\"en\"", "name=\"viewport\"", "scope=\"col\"");
  }

  @Test
  void monthsOfSeveralVersionsAreToldApart() {
    assertThat(FULL).contains("mean of months, by versions 1 and 2", "Version</th>");
  }

  @Test
  void theVerdictAndItsReasonsComeFirst() {
    assertThat(FULL)
        .contains(
            "Promoted: late_arrival version 1 is the champion",
            "Log loss 0.5190 is below the baseline",
            "0.7534",
            "not better");
    assertThat(FULL.indexOf("Promoted:")).isLessThan(FULL.indexOf("Data quality"));
  }

  @Test
  void rowsThatDoNotAddUpAreSeen() {
    assertThat(FULL).contains("adds up", "does not add up");
  }

  @Test
  void driftIsRankedAndSaysHowItWasMeasured() {
    assertThat(FULL.indexOf("<th scope=\"row\">temperature"))
        .isPositive()
        .isLessThan(FULL.indexOf("<th scope=\"row\">distance"));
    assertThat(FULL)
        .contains("exact mode", "not computable", "all values are missing", "by chance about")
        .contains("new categories:");
  }

  @Test
  void whatIsNotThereYetNamesTheCommandThatMakesIt() throws Exception {
    String empty = ReportPage.of(SampleReport.empty()).toString();

    assertThat(texts(body(empty), "h2")).hasSize(9);
    assertThat(empty)
        .contains(
            "run ./falaj ingest", "run ./falaj train", "run ./falaj score, then ./falaj monitor");
  }

  @Test
  void hostileTextStaysText() throws Exception {
    String evil = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    ReportModel full = SampleReport.full();
    ReportModel hostile =
        new ReportModel(
            evil,
            evil,
            full.interval(),
            evil,
            full.model(),
            List.of(new TableQuality(evil, 1, 1, 0, 0, evil)),
            List.of(new QuarantineReason(evil, evil, evil, 3)),
            full.training(),
            List.of(),
            List.of(),
            full.drift(),
            List.of(new FeatureRow(evil, evil, evil, evil, 0, 0)),
            List.of(new LineageStep(evil, evil, List.of(evil), List.of(evil))),
            List.of(new StepTiming(evil, java.time.Duration.ofSeconds(1), 1)));
    Page page = ReportPage.of(hostile);

    assertThat(page.toString()).doesNotContain("<script", "<img").contains("&lt;script&gt;");
    Document body = body(page.toString());
    assertThat(texts(body, "h1")).containsExactly("Pipeline " + evil);
    assertThat(body.getElementsByTagName("img").getLength()).isZero();
  }

  @Test
  void sizeDoesNotGrowWithTheNumberOfRows() {
    assertThat(FULL.length()).isLessThan(150_000);
  }

  /** The body as XML: proves that every element is closed where it should be. */
  private static Document body(String html) throws Exception {
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return parser.parse(new InputSource(new StringReader(body)));
  }

  private static List<String> texts(Document body, String tag) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = body.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static List<String> attributes(Document body, String name) {
    List<String> values = new ArrayList<>();
    NodeList nodes = body.getElementsByTagName("*");
    for (int i = 0; i < nodes.getLength(); i++) {
      String value = ((Element) nodes.item(i)).getAttribute(name);
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return values;
  }

  @Test
  void allCoordinatesAreNumbers() {
    Matcher coordinates =
        Pattern.compile(" (?:x|y|cx|cy|width|height|d)=\"([^\"]*)\"").matcher(FULL);
    int seen = 0;
    while (coordinates.find()) {
      assertThat(coordinates.group(1)).doesNotContain("NaN", "Infinity", "E");
      seen++;
    }
    assertThat(seen).isGreaterThan(500);
  }
}

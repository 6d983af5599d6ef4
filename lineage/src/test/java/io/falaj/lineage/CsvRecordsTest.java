package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record of delimited text is. */
final class CsvRecordsTest extends TextSources {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void lineEndsQuotesAndNewlinesWithinThem(String end) throws IOException {
    String text =
        String.join(
            end, "a,b", "1,x", "\"2\",\"a \"\"word\"\"\"", "3,\"one\ntwo, three\"", "4,", ",\" \"");
    for (String last : List.of("", end)) {
      assertThat(records(file("x.csv", text + last)))
          .containsExactly(
              good("1", "x"),
              good("2", "a \"word\""),
              good("3", "one\ntwo, three"),
              good("4", null),
              good(null, " "));
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    for (String header : List.of("a,b", "\"a\",\"b\"")) {
      SourceFile file = file("bom.csv", "\uFEFF" + header + "\n1,\uFEFFx\n");
      assertThat(sources.columns(file, CSV)).hasValue(List.of("a", "b"));
      assertThat(records(file)).containsExactly(good("1", "\uFEFFx"));
    }
  }

  @Test
  void columnsAreFoundByNameAndOthersLeftOut() throws IOException {
    SourceFile file = file("x.csv", " b ,more,a\n1,2,3\n");
    assertThat(records(file)).containsExactly(good("3", "1"));
  }

  @Test
  void recordsOfAnotherLengthKeepTheirText() throws IOException {
    String wide = ",".repeat(5000);
    SourceFile file = file("x.csv", "a,b\n1\n1,\"x,y\",\"\"\"z\"\"\"\n" + wide + "\n2,y\n");
    assertThat(records(file))
        .containsExactly(
            bad("1", "it has 1 fields, and the header has 2"),
            bad("1,\"x,y\",\"\"\"z\"\"\"", "it has 3 fields, and the header has 2"),
            bad(wide, "it has 5001 fields, and the header has 2"),
            good("2", "y"));
  }

  @Test
  void quotesThatAreNotClosedTakeNoOtherRecordForTheirOwn() throws IOException {
    assertThat(records(file("x.csv", "a,b\n1,x\n2,\"y\n3,z\n")))
        .containsExactly(
            good("1", "x"),
            bad("2,\"y\n3,z\n", "the quotes that its field 2 begins with are never closed"));
    assertThat(records(file("y.csv", "a,b\n\"1,x\n\"2\",\"y\nz\"\n3,z\n")))
        .containsExactly(
            bad(
                "\"1,x\n\"2\",\"y\nz\"",
                "its field 1 has the end of a line between quotes, and goes on behind them"),
            good("3", "z"));
    SourceFile header = file("z.csv", "a,\"b\n1,x\n2,y\n");
    assertThatThrownBy(() -> records(header))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Source file %s has a header that cannot be told: the quotes that its field 2 begins with are never closed. Mend the quotes, and deliver it again.",
            header.uri());
  }

  @Test
  void aHeaderThatDoesNotFitIsRefusedBeforeAnyRowIsRead() throws IOException {
    SourceFile file = file("x.csv", "a,c\n1,2\n");
    assertThatThrownBy(() -> records(file))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Source file %s has no column 'b'. It has a, c. Mend the file, or the dataset's"
                + " columns.",
            file.uri());
    SourceFile twice = file("y.csv", "a,b,a\n1,2,3\n");
    assertThatThrownBy(() -> records(twice))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Source file %s has column 'a' more than once. Mend the file's header.", twice.uri());
    for (String blank : List.of("   \n1,2\n", " , \n1,2\n")) {
      SourceFile file2 = file("blank.csv", blank);
      assertThatThrownBy(() -> records(file2))
          .isInstanceOf(FalajException.DataRefused.class)
          .hasMessage(
              "Source file %s has no names of columns: its first line is blank. Give it a header.",
              file2.uri());
      assertThatThrownBy(() -> sources.names(List.of(file2), CSV))
          .hasMessageEndingWith("its first line is blank. Give it a header.");
    }
    SourceFile empty = file("z.csv", "");
    assertThatThrownBy(() -> records(empty))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Source file %s is empty: it has not even a header. Deliver it again.", empty.uri());
    assertThat(records(file("w.csv", "a,b"))).as("no records").isEmpty();
  }

  @Test
  void aFirstLineThatIsNoHeaderIsNotTold() throws IOException {
    String none =
        "has no column 'a'. None of the 3 fields of its first line is the name of a column, as if it had"
            + " no header. Mend the file, or the dataset's columns.";
    SourceFile people = file("x.csv", "784-1990-1234567-1,Aisha Ali,aisha@example.ae\n");
    assertThatThrownBy(() -> records(people))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageEndingWith(none);
    assertThat(sources.unreadable(List.of(people), CSV, List.of("a", "b")))
        .singleElement()
        .extracting(UnreadableFile::reason, org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .endsWith(none);
    assertThatThrownBy(() -> records(file("y.csv", "a,Old name,x@y.ae,12,'q'," + "n".repeat(65))))
        .hasMessageContaining(
            "has no column 'b'. It has a, Old name, 4 more that are not told here.");
    List<String> wanted = List.of("flight_id", "Tail");
    SourceFile renamed = file("z.csv", "Flight ID,tail,Aisha\n");
    assertThatThrownBy(() -> sources.read(List.of(renamed), CSV, wanted))
        .hasMessageContaining(
            "has no column 'flight_id'. Its first line has 3 fields, and among them Flight ID, tail:"
                + " names differ in case, blanks, dashes and underscores, too. Mend");
  }

  @Test
  void otherDelimitersQuotesAndNullsAreRead() throws IOException {
    SourceFile file = file("x.csv", "a;b\n'1;2';NA\n'it''s';\"\n");
    SourceFormat format = new SourceFormat.Csv(';', '\'', "NA", SourceFormat.UTF_8);
    assertThat(values(sources.read(List.of(file), format, List.of("a", "b"))))
        .containsExactly(good("1;2", null), good("it's", "\""));
  }

  @Test
  void aFieldOfTenMillionCharactersIsOneLikeOthers() throws IOException {
    String big = "x".repeat(10_000_000);
    SourceFile csv = file("x.csv", "a,b\n1,\"" + big + "\"\n2,y\n");
    SourceFile json = file("x.json", "{\"a\":\"1\",\"b\":\"" + big + "\"}\n{\"a\":2}\n");
    assertThat(records(csv)).containsExactly(good("1", big), good("2", "y"));
    assertThat(values(sources.read(List.of(json), JSON, List.of("a", "b"))))
        .containsExactly(good("1", big), good("2", null));
  }

  @Test
  void aQuoteThatIsNeverClosedDoesNotTakeTheWholeFileIntoMemory() throws IOException {
    Path file = folder.resolve("x.csv");
    try (java.io.Writer out = Files.newBufferedWriter(file)) {
      out.write("a,b\n1,\"");
      String line = "2,y".repeat(1000) + "\n";
      for (long n = 0; n < RecordLimit.CHARACTERS + (1 << 21); n += line.length()) {
        out.write(line);
      }
    }
    SourceFile unclosed = sources.list(file.toString()).get(0);
    assertThatThrownBy(() -> sources.read(List.of(unclosed), CSV, List.of("a")).count())
        .rootCause()
        .hasMessageContaining(
            "a record has more than 67,108,864 characters, as if a quote or a line were not ended");
  }
}

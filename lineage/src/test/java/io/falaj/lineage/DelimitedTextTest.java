package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DelimitedTextTest {

  private static List<List<@Nullable String>> records(String text) throws IOException {
    return records(new StringReader(text), ',', '"');
  }

  private static List<List<@Nullable String>> records(Reader in, char delimiter, char quote)
      throws IOException {
    DelimitedText text = new DelimitedText(in, delimiter, quote);
    List<List<@Nullable String>> records = new ArrayList<>();
    for (@Nullable String[] record = text.next(); record != null; record = text.next()) {
      records.add(Arrays.asList(record));
    }
    assertThat(text.next()).as("behind the end").isNull();
    return records;
  }

  /** Fields in brackets, null as a dash, records on lines. */
  private static String shown(String text) throws IOException {
    StringBuilder shown = new StringBuilder();
    for (List<@Nullable String> record : records(text)) {
      for (String field : record) {
        shown.append(field == null ? "-" : "[" + field + "]");
      }
      shown.append('|');
    }
    return shown.toString().replace("\r", "CR").replace("\n", "LF").replace('\0', '0');
  }

  private static String text(String written) {
    return written.replace("CR", "\r").replace("LF", "\n").replace('0', '\0');
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        // Every record is there, whatever it begins with.
        "a,bLF1,xLF02,yLF#3,zLF;[a][b]|[1][x]|[02][y]|[#3][z]|",
        "\"a0\"\"0\",0LF;[a0\"0][0]|",
        // The end of a line is one whatever the first had, and what is quoted stays.
        "a,bLF1,xCRLF2,\"y\"CRLF3,CRLF;[a][b]|[1][x]|[2][y]|[3]-|",
        "a,bCRLF1,xLF2,\"y\"LF3,zCRLF;[a][b]|[1][x]|[2][y]|[3][z]|",
        "a,bCRLF1,\"xCRLFy\"CRLF2,\"CRLF\"LF;[a][b]|[1][xCRLFy]|[2][CRLF]|",
        "a,bLF1,\"xCRy\"LF2,xCRy;[a][b]|[1][xCRy]|[2][xCRy]|",
        "a,bCR1,xCR2,\"yCR\"CR;[a][b]|[1][x]|[2][yCR]|",
        "\"aCR\",bLF1,xCRLF2,yCR;[aCR][b]|[1][x]|[2][yCR]|",
        "LFCRLFa,bCRLFCRLFLF1,xLFCRLF;[a][b]|[1][x]|",
        // Empty fields, and those at the end of the text.
        "a,b;[a][b]|",
        "a,;[a]-|",
        ",LF\"\",\"\"LF,\" \";--|[][]|-[ ]|",
        "LF;``",
        // Quotes are such where they open a field and close it.
        "a\"b,\"c\"\"LF;[a\"b][c\"LF]|",
        "\"a \"\"word\"\"\",xLF;[a \"word\"][x]|",
        "\"a\"  ,\"b\" LF;[a][b]|",
        "\"a\"b,xLF;[\"a\"b][x]|",
        "\"a\" b\"\",\"xLF\";[\"a\" b\"\"][xLF]|",
        "` \"a\",xLF`;`[ \"a\"][x]|`"
      })
  void recordsAre(String written, String expected) throws IOException {
    assertThat(shown(text(written))).isEqualTo(expected);
  }

  /** It is told of the record that has it alone, and with the text that stands there. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        // Quotes that are never closed take all that follows.
        "aLF\"openLF1,xLF;\"openLF1,xLF;the quotes that its field 1 begins with are never closed",
        "aCRLFb,\";b,\";the quotes that its field 2 begins with are never closed",
        "a,\"\"\";a,\"\"\";the quotes that its field 2 begins with are never closed",
        // Quotes that are not closed before the next field that has some.
        "\"ab,1LF\"cd\",2LF;\"ab,1LF\"cd\",2;`its field 1 has the end of a line between quotes, and"
            + " goes on behind them`",
        "1,\"abCR2,\"cd\",xCR;1,\"abCR2,\"cd\",x;`its field 2 has the end of a line between quotes,"
            + " and goes on behind them`",
      })
  void recordsCannotBeTold(String written, String record, String problem) throws IOException {
    DelimitedText text = new DelimitedText(new StringReader(text(written)), ',', '"');
    List<String> told = new ArrayList<>();
    while (text.next() != null) {
      if (text.problem() != null) {
        told.add(text.text());
        told.add(text.problem());
      }
    }
    assertThat(told).containsExactly(text(record), problem);
  }

  @Test
  void aRecordMayHaveAnyNumberOfFields() throws IOException {
    List<List<@Nullable String>> records =
        records("a,b\n" + ",".repeat(200_000) + "\n1,x\n" + "2,".repeat(70_000) + "\n");
    assertThat(records).extracting(List::size).containsExactly(2, 200_001, 2, 70_001);
    assertThat(records.get(2)).containsExactly("1", "x");
  }

  /** Whatever is written as records is read as them, wherever the buffer ends. */
  @Test
  void whatIsWrittenIsRead() throws IOException {
    Random random = new Random(7);
    String[] parts = {"a", "\u00e9\u20ac", ";", "'", "\"", "\n", "\r", "\r\n", " ", "\0", "\t"};
    List<List<@Nullable String>> records = new ArrayList<>();
    StringBuilder text = new StringBuilder("first;'line'\n");
    records.add(List.of("first", "line"));
    List<String> lines = new ArrayList<>(List.of("first;'line'"));
    for (int i = 0; i < 20_000; i++) {
      List<@Nullable String> record = new ArrayList<>();
      int begun = text.length();
      for (int fields = 2 + random.nextInt(3); record.size() < fields; ) {
        StringBuilder field = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
          field.append(parts[random.nextInt(parts.length)]);
        }
        boolean plain =
            random.nextBoolean() && field.chars().noneMatch(c -> "\n\r;'".indexOf(c) >= 0);
        text.append(record.isEmpty() ? "" : ";");
        text.append(plain ? field : "'" + field.toString().replace("'", "''") + "'");
        record.add(plain && field.isEmpty() ? null : field.toString());
      }
      records.add(record);
      lines.add(text.substring(begun));
      text.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    assertThat(records(new StringReader(text.toString()), ';', '\'')).isEqualTo(records);
    assertThat(told(new StringReader(text.toString()))).isEqualTo(lines);
    Reader slow =
        new StringReader(text.toString()) {
          @Override
          public int read(char[] to, int offset, int length) throws IOException {
            return super.read(to, offset, Math.min(length, 1 + random.nextInt(3)));
          }
        };
    assertThat(records(slow, ';', '\'')).isEqualTo(records);
  }

  private static List<String> told(Reader in) throws IOException {
    DelimitedText text = new DelimitedText(in, ';', '\'');
    List<String> told = new ArrayList<>();
    while (text.next() != null) {
      assertThat(text.problem()).isNull();
      told.add(text.text());
    }
    return told;
  }
}

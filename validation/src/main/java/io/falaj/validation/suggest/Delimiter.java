package io.falaj.validation.suggest;

import io.falaj.lineage.SourceFile;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.Sources;
import java.util.List;

/** What stands between the fields of a CSV file: what divides its header into the most. */
final class Delimiter {

  /** In the order in which they are preferred. */
  private static final List<Character> USUAL = List.of(',', ';', '\t', '|');

  private Delimiter() {}

  static SourceFormat.Csv found(Sources sources, SourceFile file, SourceFormat.Csv format) {
    SourceFormat.Csv best = format;
    int most = 0;
    for (char delimiter : USUAL) {
      SourceFormat.Csv tried =
          new SourceFormat.Csv(delimiter, format.quote(), format.nullText(), format.encoding());
      int columns = sources.columns(file, tried).orElse(List.of()).size();
      if (columns > most) {
        best = tried;
        most = columns;
      }
    }
    return best;
  }
}

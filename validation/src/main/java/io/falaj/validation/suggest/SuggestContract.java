package io.falaj.validation.suggest;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.SourceFormat;
import io.falaj.validation.Partitioning;
import io.falaj.validation.PersonalData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;

/**
 * Writes a first contract of a dataset from its source files, which need not be in the lake: the
 * data meets it, and each line says what speaks for it. The same files give the same text.
 *
 * <p>The data is read a bounded number of times: once for its statistics (of JSON lines, once
 * before for the names), once for a sample of rows, once for each set of columns that the sample
 * leaves as a key, at most {@link KeySearch#PASSES} and seldom more than two, and once for the
 * counts of intervals, which can only be told when the event time is known.
 */
public final class SuggestContract {

  private final Lake lake;

  public SuggestContract(Lake lake) {
    this.lake = lake;
  }

  /** What a format of CSV does not say, and the data is to. */
  public enum Unknown {
    /** What stands between two fields. */
    DELIMITER,
    /** The text that stands for null. */
    NULL_TEXT
  }

  /**
   * What a contract is wanted of.
   *
   * @param dataset its name, which must be allowed
   * @param path path or glob of the files
   * @param stated the path as the contract is to state it
   * @param format what the files are
   * @param unknown what it does not say; of CSV only
   * @param personal columns of the files that are known to relate to persons, and how: the contract
   *     is to say so, and shows none of their values
   */
  public record Request(
      String dataset,
      String path,
      String stated,
      SourceFormat format,
      Set<Unknown> unknown,
      Map<String, PersonalData> personal) {
    public Request {
      unknown = Set.copyOf(unknown);
      personal = Map.copyOf(personal);
    }
  }

  /**
   * A contract.
   *
   * @param yaml its text, in lines
   * @param records how many there are
   * @param unparsed those of them that could not be parsed
   * @param keys the columns that tell rows apart
   */
  public record Result(String yaml, long records, long unparsed, List<String> keys) {}

  /**
   * Reads the files and writes the contract.
   *
   * @throws FalajException.DataRefused if there is no file, one is damaged, or no record can be
   *     parsed
   */
  public Result execute(Request request) {
    List<SourceFile> files = lake.sources().list(request.path());
    SourceFormat format =
        request.format() instanceof SourceFormat.Csv csv
                && request.unknown().contains(Unknown.DELIMITER)
            ? Delimiter.found(lake.sources(), files.get(0), csv)
            : request.format();
    List<String> names = lake.sources().names(files, format);
    if (names.isEmpty()) {
      throw new FalajException.DataRefused(
          "%s has no column that every file has once: there is nothing to suggest. Mend the files, or name others."
              .formatted(request.path()));
    }
    SourceRows rows = new SourceRows(lake, files, names);
    boolean find =
        format instanceof SourceFormat.Csv && request.unknown().contains(Unknown.NULL_TEXT);
    RowsSeen seen =
        rows.seen(
            find ? withNull((SourceFormat.Csv) format, NullText.NOTHING) : format,
            find ? NullText.candidates() : Set.of());
    if (seen.rows() == 0) {
      throw new FalajException.DataRefused(
          "%s has %s records, and none could be parsed: there is nothing to suggest from. See that the format and its options are right."
              .formatted(request.path(), Yaml.count(seen.unparsed())));
    }
    String evidence = "";
    if (find) {
      String nullText = NullText.of(seen.columns());
      long fields = NullText.fields(seen.columns(), nullText);
      format = withNull((SourceFormat.Csv) format, nullText);
      seen.columns().forEach(column -> column.settle(nullText));
      evidence =
          nullText.isEmpty()
              ? ""
              : "%s fields of columns of numbers or times are %s"
                  .formatted(Yaml.count(fields), Yaml.text(nullText));
    }
    List<SuggestedColumn> columns =
        columns(names, seen, StatedTypes.of(lake.sources(), files, format), request.personal());
    KeyChoice key = KeyChoice.of(rows, format, columns, seen.rows());
    Optional<EventTime> time = EventTime.of(columns);
    List<SuggestedColumn> counted =
        columns.stream().filter(column -> column.nullable() && column.seen().count() > 0).toList();
    SourceFormat known = format;
    List<IntervalSeen> intervals =
        time.map(at -> rows.intervals(known, at.column(), at.partitioning(), counted))
            .orElseGet(
                () ->
                    List.of(
                        new IntervalSeen(
                            seen.rows(),
                            counted.stream().map(column -> column.seen().count()).toList())));
    int passes =
        1
            + (format instanceof SourceFormat.JsonLines ? 1 : 0)
            + key.passes()
            + (time.isPresent() ? 1 : 0);
    List<Suggestion> expectations = new ArrayList<>();
    expectations.addAll(
        new DatasetExpectations(
                intervals,
                seen.unparsed(),
                time.map(at -> at.partitioning() == Partitioning.DAY ? "day" : "month").orElse(""))
            .all(counted));
    columns.stream()
        .filter(column -> !key.names().equals(List.of(column.name())) || !column.counter())
        .forEach(column -> expectations.addAll(RowExpectations.of(column)));
    String yaml =
        new ContractText(request.dataset(), files, leftOut(files, names, format))
            .of(
                seen,
                passes,
                new Suggestion(SourceText.of(format, request.stated()), evidence),
                key,
                time,
                columns,
                expectations);
    return new Result(yaml, seen.rows() + seen.unparsed(), seen.unparsed(), key.names());
  }

  private List<String> leftOut(List<SourceFile> files, List<String> names, SourceFormat format) {
    return files.stream()
        .flatMap(file -> lake.sources().columns(file, format).orElse(List.of()).stream())
        .distinct()
        .filter(name -> !names.contains(name))
        .toList();
  }

  private static SourceFormat.Csv withNull(SourceFormat.Csv csv, String nullText) {
    return new SourceFormat.Csv(csv.delimiter(), csv.quote(), nullText, csv.encoding());
  }

  private static List<SuggestedColumn> columns(
      List<String> sourceNames,
      RowsSeen seen,
      Map<String, DataType> stated,
      Map<String, PersonalData> personal) {
    List<String> names = ColumnNames.of(sourceNames);
    List<SuggestedColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ColumnSeen column = seen.columns().get(i);
      InferredType type =
          column.personal().isPresent()
              ? InferredType.of(column)
              : StatedTypes.inferred(stated, sourceNames.get(i))
                  .orElseGet(() -> InferredType.of(column));
      Optional<PersonalData> known = Optional.ofNullable(personal.get(sourceNames.get(i)));
      columns.add(new SuggestedColumn(i, sourceNames.get(i), names.get(i), known, column, type));
    }
    return columns;
  }
}

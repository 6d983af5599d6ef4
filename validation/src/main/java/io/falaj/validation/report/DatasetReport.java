package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.validation.Contract;
import java.util.List;

/**
 * Draws a dataset's page from the lake's own records, as one HTML file: what is expected, what was
 * seen, and some of the rows that were set aside. Of the data, quarantine alone is read, and the
 * same records give the same bytes.
 */
public final class DatasetReport {

  private final Lake lake;

  public DatasetReport(Lake lake) {
    this.lake = lake;
  }

  /**
   * The page.
   *
   * @param model all that it shows
   * @param html the file's bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Result(DatasetModel model, byte[] html) {}

  /**
   * Draws the page.
   *
   * @param interval which intervals to show
   * @throws FalajException.DataRefused if nothing of the dataset was ingested there
   */
  public Result execute(Contract contract, DataInterval interval) {
    Judgements judgements = new Judgements(lake, contract, interval);
    List<IntervalRows> intervals = judgements.intervals();
    if (intervals.isEmpty()) {
      throw new FalajException.DataRefused(
          "Nothing of dataset %s was ingested in %s, so there is nothing to show. Run ingest first, or ask for another --interval."
              .formatted(contract.dataset(), interval));
    }
    List<ExpectationHistory> expectations = judgements.expectations();
    FileRecords files = new FileRecords(lake, contract);
    DatasetModel model =
        new DatasetModel(
            contract,
            interval,
            lake.exists(contract.clean()) ? lake.pin(contract.clean()).toString() : "–",
            intervals,
            expectations,
            new ColumnProfiles(lake, contract, interval).columns(expectations),
            new BadRows(lake, contract, interval).some(),
            files.leftOut(),
            files.filesRead());
    return new Result(model, DatasetPage.of(model).bytes());
  }
}

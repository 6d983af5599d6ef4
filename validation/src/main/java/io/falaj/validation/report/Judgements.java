package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.validation.Check;
import io.falaj.validation.Contract;
import io.falaj.validation.ValidationTable;
import io.falaj.validation.report.ExpectationHistory.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** What monitoring tells of the judgement that each interval was last committed with. */
final class Judgements {

  private final Contract contract;
  private final Disclosure disclosure;
  private final SortedMap<DataInterval, List<Row>> committed;

  Judgements(Lake lake, Contract contract, DataInterval range) {
    this.contract = contract;
    this.disclosure = new Disclosure(contract);
    this.committed =
        ValidationTable.committed(lake, List.of(contract.raw()), range)
            .getOrDefault(contract.raw(), new TreeMap<>());
  }

  List<IntervalRows> intervals() {
    List<IntervalRows> intervals = new ArrayList<>();
    committed.forEach(
        (interval, rows) -> {
          Row row = rows.get(0);
          intervals.add(
              new IntervalRows(
                  interval,
                  row.<Long>getAs("clean")
                      + row.<Long>getAs("quarantined")
                      + row.<Long>getAs("held"),
                  row.getAs("clean"),
                  row.getAs("quarantined"),
                  row.getAs("held")));
        });
    return intervals;
  }

  /** The worst first; one that the contract no longer has is shown as long as it was the last. */
  List<ExpectationHistory> expectations() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (Check check : contract.checks()) {
      columns.put(check.name(), check.expectation().columns());
    }
    Map<String, List<Seen>> seen = new LinkedHashMap<>();
    Map<String, Row> latest = new LinkedHashMap<>();
    committed.forEach(
        (interval, rows) ->
            rows.forEach(
                row -> {
                  String name = row.getAs("expectation");
                  seen.computeIfAbsent(name, unused -> new ArrayList<>()).add(seen(interval, row));
                  latest.put(name, row);
                }));
    List<ExpectationHistory> histories = new ArrayList<>();
    latest.forEach(
        (name, row) ->
            histories.add(
                new ExpectationHistory(
                    name,
                    row.getAs("asks"),
                    row.getAs("severity"),
                    columns.getOrDefault(name, List.of()),
                    Objects.requireNonNull(seen.get(name)))));
    histories.sort(ExpectationHistory.WORST_FIRST);
    return histories;
  }

  private Seen seen(DataInterval interval, Row row) {
    Double observed = row.getAs("observed");
    String saw = row.getAs("saw");
    boolean hidden = disclosure.hidesOfInterval(row.getAs("expectation"), row.getAs("asks"));
    return new Seen(
        interval,
        row.getAs("rows"),
        row.getAs("failed"),
        observed == null || hidden ? Double.NaN : observed,
        row.getAs("result").equals("not_met"),
        saw == null ? "" : hidden ? Disclosure.MASK : saw);
  }
}

package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.RowObserver;
import io.falaj.lineage.StagedWrite;
import io.falaj.validation.Profiling.Metric;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfiledColumn;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Profiles of rows on their way into clean: of its columns, and of the contract's custom metrics,
 * whole and by segment. Each row is looked at once.
 */
final class CleanProfiles {

  private static final String SEGMENT = "_segment_";

  private final Lake lake;
  private final Contract contract;
  private final ProfileObserver observer;
  private @Nullable Dataset<Row> rows;
  private @Nullable ObservedRows observed;

  CleanProfiles(Lake lake, Contract contract) {
    this.lake = lake;
    this.contract = contract;
    List<ProfiledColumn> columns = new ArrayList<>();
    for (io.falaj.validation.Column column : contract.columns()) {
      columns.add(
          contract.tellsOfAPerson(column)
              ? ProfiledColumn.personal(column.name())
              : ProfiledColumn.open(column.name()));
    }
    for (Metric metric : contract.profiling().metrics()) {
      columns.add(ProfiledColumn.open(metric.name()));
    }
    Map<String, String> segments = new LinkedHashMap<>();
    contract.profiling().segments().forEach(name -> segments.put(name, SEGMENT + name));
    this.observer = new ProfileObserver(columns).withSegments(segments);
  }

  /** Clean's rows, as they are to be written. */
  Dataset<Row> watch(Dataset<Row> clean) {
    Dataset<Row> sorted = contract.partitioning().inOrder(clean);
    if (contract.profiling().plain()) {
      return sorted;
    }
    rows = clean;
    ObservedRows passing = lake.observe(measured(sorted), observer);
    observed = passing;
    return passing.rows().select(columns(clean));
  }

  /** Who looks at the rows while they are written. */
  RowObserver<?>[] observers() {
    return contract.profiling().plain() ? new RowObserver<?>[] {observer} : new RowObserver<?>[0];
  }

  /** What they gave. */
  Profiles profiles(StagedWrite staged) {
    ObservedRows passed = observed;
    Dataset<Row> again = rows;
    if (passed == null || again == null) {
      return staged.observed(observer).profiles();
    }
    if (staged.rolledForward()) {
      // A run that died wrote the rows, and took what it measured along.
      passed = lake.observe(measured(again), observer);
      passed.count();
    }
    Profiles profiles = passed.observed(observer).profiles();
    long measured =
        profiles.byColumn().values().stream().mapToLong(s -> s.counts().rows()).max().orElse(0);
    if (measured != staged.rows()) {
      throw new IllegalStateException(
          "%d rows were written to %s, and %d of them measured"
              .formatted(staged.rows(), contract.clean(), measured));
    }
    return profiles;
  }

  private static Column[] columns(Dataset<Row> rows) {
    return java.util.Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new);
  }

  /** The rows with the metrics' values and the segments' texts behind. */
  private Dataset<Row> measured(Dataset<Row> clean) {
    Map<String, Column> metrics = new LinkedHashMap<>();
    contract.profiling().metrics().forEach(metric -> metrics.put(metric.name(), metric.value()));
    Map<String, Column> segments = new LinkedHashMap<>();
    contract
        .profiling()
        .segments()
        .forEach(name -> segments.put(SEGMENT + name, col(name).cast("string")));
    return clean.withColumns(metrics).withColumns(segments);
  }
}

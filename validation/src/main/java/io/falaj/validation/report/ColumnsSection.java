package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.html.Cells;
import io.falaj.lineage.html.Element;
import io.falaj.lineage.html.Html;
import io.falaj.lineage.html.Node;
import io.falaj.lineage.html.Numbers;
import io.falaj.lineage.html.Section;
import io.falaj.lineage.html.Table;
import io.falaj.validation.profile.ProfileKind;
import io.falaj.validation.profile.ProfileState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DateType;

/** What the clean columns hold, from their profiles. */
final class ColumnsSection {

  private static final int PLOTTED = 6;
  private static final int VALUES = 3;
  private static final int LONGEST = 24;

  private ColumnsSection() {}

  static Section of(DatasetModel model) {
    if (model.columns().isEmpty()) {
      return Section.absent(
          "columns", "Columns", "Columns", "No row is clean yet, so no column has a profile.");
    }
    List<Element> plots = new ArrayList<>();
    for (ColumnHistory one : model.columns()) {
      if (one.profiles().size() > 1 && plots.size() < PLOTTED) {
        plots.add(plot(one));
      }
    }
    List<Node> content = new ArrayList<>();
    content.add(Html.div("card", table(model.columns())));
    if (!plots.isEmpty()) {
      content.add(Html.div("grid two").with(plots));
    }
    return new Section(
        "columns",
        "Columns",
        "Columns",
        "Of the clean rows, the worst first: by rows that failed what is expected of the column,"
            + " then by nulls. Different values are estimates (1.6 % beyond some hundreds), medians"
            + " too. Columns that tell of a person show counts alone.",
        content);
  }

  private static Element plot(ColumnHistory one) {
    boolean mean =
        !one.personal()
            && one.whole().kind() == ProfileKind.NUMBER
            && one.whole().moments().count() > 0;
    return mean
        ? over(
            one,
            "mean",
            state -> state.moments().count() == 0 ? Double.NaN : state.moments().mean())
        : over(one, "share of nulls", ProfileState::nullShare);
  }

  private static Element over(
      ColumnHistory one, String what, ToDoubleFunction<ProfileState> value) {
    List<DataInterval> intervals = List.copyOf(one.profiles().keySet());
    return Histories.card(
        one.column().name(),
        what,
        intervals,
        Map.of(what, one.profiles().values().stream().map(value::applyAsDouble).toList()));
  }

  private static Element table(List<ColumnHistory> columns) {
    List<List<Node>> rows = new ArrayList<>();
    for (ColumnHistory one : columns) {
      ProfileState whole = one.whole();
      rows.add(
          List.of(
              Html.code(one.column().name()),
              Cells.text(type(one)),
              Cells.count(one.failed()),
              Cells.percent(whole.nullShare()),
              Cells.text(
                  Double.isNaN(whole.distinct())
                      ? "–"
                      : Numbers.count(Math.round(whole.distinct()))),
              Cells.text(bound(one, whole.min())),
              Cells.text(bound(one, median(whole))),
              Cells.text(bound(one, whole.max())),
              Cells.text(one.personal() ? "" : frequent(whole))));
    }
    return Table.of("Columns of the clean table")
        .text("Column")
        .text("Type")
        .number("Failing rows")
        .number("Null")
        .number("Different")
        .number("Least")
        .number("Median")
        .number("Greatest")
        .text("Most frequent")
        .rows(rows)
        .element();
  }

  private static String type(ColumnHistory one) {
    String type = one.column().type().simpleString();
    return one.column()
        .personal()
        .map(kind -> type + ", " + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
        .orElse(type);
  }

  private static OptionalDouble median(ProfileState state) {
    return state.hasQuantiles() ? OptionalDouble.of(state.quantile(0.5)) : OptionalDouble.empty();
  }

  /** Times are kept as microseconds, dates as days. */
  private static String bound(ColumnHistory one, OptionalDouble value) {
    if (one.personal() || value.isEmpty()) {
      return "–";
    } else if (one.whole().kind() != ProfileKind.TIME) {
      return Numbers.brief(value.getAsDouble());
    }
    long since = (long) value.getAsDouble();
    return one.column().type() instanceof DateType
        ? LocalDate.ofEpochDay(since).toString()
        : Instant.EPOCH.plus(since, ChronoUnit.MICROS).toString();
  }

  private static String frequent(ProfileState state) {
    if (!state.hasCategories()) {
      return "";
    }
    return state.categories().entrySet().stream()
        .limit(VALUES)
        .map(
            entry ->
                "%s (%s)"
                    .formatted(
                        cut(entry.getKey()),
                        Numbers.percent((double) entry.getValue() / state.counts().rows())))
        .collect(Collectors.joining(", "));
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
  }
}

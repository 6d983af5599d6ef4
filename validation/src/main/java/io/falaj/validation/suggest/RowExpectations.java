package io.falaj.validation.suggest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/** What may be expected of the values of one column, each with what speaks for it. */
final class RowExpectations {

  /** A set of values is suggested where there are no more of them. */
  private static final int SET = 32;

  /** And where each is there so often, on average. */
  private static final int TIMES = 10;

  /** A pattern is suggested of so many values at least. */
  private static final int PATTERN_VALUES = 20;

  private final SuggestedColumn column;

  private RowExpectations(SuggestedColumn column) {
    this.column = column;
  }

  /** The lines of YAML; none of a column without values, or where nothing can be told. */
  static List<Suggestion> of(SuggestedColumn column) {
    if (column.seen().count() == 0) {
      return List.of();
    }
    RowExpectations expectations = new RowExpectations(column);
    Optional<Suggestion> one =
        column.personal()
            ? expectations.personal()
            : column.type().type() instanceof StringType
                ? Optional.of(expectations.text())
                : expectations.range();
    return one.map(List::of).orElseGet(List::of);
  }

  /** The form alone: no value of a personal column is shown, nor told from. */
  private Optional<Suggestion> personal() {
    return column
        .seen()
        .personal()
        .filter(pattern -> column.seen().personalShare(pattern) == 1)
        .map(
            pattern ->
                new Suggestion(
                    "{matches: {column: %s, pattern: %s}, severity: WARN}"
                        .formatted(column.yaml(), Yaml.quoted(pattern.pattern())),
                    "all %s values do".formatted(Yaml.count(column.seen().count()))));
  }

  private Suggestion text() {
    TextSeen texts = column.seen().texts();
    Optional<Map<String, Long>> few =
        texts
            .values()
            .filter(values -> values.size() <= SET && texts.count() >= (long) values.size() * TIMES)
            .filter(values -> !column.seen().anyPersonal());
    if (few.isPresent()) {
      return set(few.get());
    }
    boolean fixed = texts.minLength() == texts.maxLength();
    int room = fixed ? 0 : Math.max(1, (texts.maxLength() - texts.minLength() + 9) / 10);
    int min = Math.max(Math.min(1, texts.minLength()), texts.minLength() - room);
    int max = texts.maxLength() + room;
    CharactersSeen characters = texts.characters();
    Optional<String> pattern =
        texts.count() < PATTERN_VALUES
            ? Optional.empty()
            : fixed
                ? characters.fixed(texts.minLength())
                : characters.alphabet().map(kind -> kind + "{%s,%s}".formatted(min, max));
    String seen =
        "%s values of %s characters%s"
            .formatted(
                Yaml.count(texts.count()),
                fixed ? "" + min : texts.minLength() + " to " + texts.maxLength(),
                fixed ? "" : "; margin " + room);
    return pattern
        .map(
            form ->
                new Suggestion(
                    "{matches: {column: %s, pattern: %s}, severity: WARN}"
                        .formatted(column.yaml(), Yaml.quoted(form)),
                    seen))
        .orElseGet(
            () ->
                new Suggestion(
                    "{length: {column: %s, min: %s, max: %s}, severity: WARN}"
                        .formatted(column.yaml(), min, max),
                    seen));
  }

  private Suggestion set(Map<String, Long> values) {
    Map<String, Long> byCount = new LinkedHashMap<>();
    values.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> byCount.put(entry.getKey(), entry.getValue()));
    return new Suggestion(
        "{in_set: {column: %s, values: %s}, severity: WARN}"
            .formatted(column.yaml(), Yaml.texts(new ArrayList<>(values.keySet()))),
        "seen: "
            + byCount.entrySet().stream()
                .map(entry -> Yaml.text(entry.getKey()) + " " + Yaml.count(entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private Optional<Suggestion> range() {
    return column.seen().times().isPresent()
        ? Optional.of(times(column.seen().times().get()))
        : column.seen().numbers().flatMap(this::numbers);
  }

  private Suggestion times(TimeSeen times) {
    Margin<LocalDate> margin = Margin.around(times.min(), times.max());
    boolean clock = column.type().type() instanceof TimestampType;
    String midnight = clock ? "T00:00:00Z" : "";
    return range(
        "\"" + margin.min() + midnight + "\"",
        "\"" + margin.max() + midnight + "\"",
        clock ? times.min().toString() : times.min().toString().substring(0, 10),
        clock ? times.max().toString() : times.max().toString().substring(0, 10),
        margin.said());
  }

  private Optional<Suggestion> numbers(NumberSeen numbers) {
    BigDecimal min = numbers.min();
    BigDecimal max = numbers.max();
    if (min == null || max == null || numbers.notFinite() > 0) {
      return Optional.empty();
    }
    Margin<BigDecimal> margin = Margin.around(min, max, column.type().boundScale());
    return Optional.of(
        range(
            Yaml.number(held(margin.min())),
            Yaml.number(held(margin.max())),
            Yaml.shown(min),
            Yaml.shown(max),
            margin.said()));
  }

  private BigDecimal held(BigDecimal bound) {
    return column.type().greatest().map(most -> bound.min(most).max(most.negate())).orElse(bound);
  }

  private Suggestion range(String min, String max, String least, String greatest, String margin) {
    return new Suggestion(
        "{in_range: {column: %s, min: %s, max: %s}, severity: WARN}"
            .formatted(column.yaml(), min, max),
        "seen %s to %s in %s rows; %s"
            .formatted(least, greatest, Yaml.count(column.seen().count()), margin));
  }
}

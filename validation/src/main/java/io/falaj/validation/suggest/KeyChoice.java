package io.falaj.validation.suggest;

import io.falaj.lineage.SourceFormat;
import io.falaj.validation.suggest.KeySearch.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns that tell rows apart, or as nearly so as any.
 *
 * @param names of the columns
 * @param evidence that they do, or how far they do not
 * @param derived a column to be added that is made of all others, where none can be a key
 * @param unique whether they tell all rows apart: else duplicates are to be recorded only
 * @param passes over the data that it took
 */
record KeyChoice(
    List<String> names, String evidence, Optional<String> derived, boolean unique, int passes) {

  /** Values of the sample, in hashes of eight bytes. */
  private static final int SAMPLE = 4_000_000;

  private static final int LEAST_SAMPLE = 1_000;
  private static final int GREATEST_SAMPLE = 20_000;

  static KeyChoice of(
      SourceRows rows, SourceFormat format, List<SuggestedColumn> columns, long count) {
    List<SuggestedColumn> candidates =
        columns.stream().filter(column -> column.keyLike(count)).toList();
    if (candidates.isEmpty()) {
      return whole(rows, format, columns, count);
    }
    int wanted = Math.max(LEAST_SAMPLE, Math.min(GREATEST_SAMPLE, SAMPLE / candidates.size()));
    KeySample sample = new KeySample(rows.sample(format, candidates, count, wanted));
    Found found =
        new KeySearch(
                candidates.stream().mapToInt(SuggestedColumn::keyCost).toArray(),
                sample,
                key -> rows.refutations(format, candidates, key))
            .find();
    return found.columns().isPresent()
        ? new KeyChoice(
            Arrays.stream(found.columns().get()).mapToObj(i -> candidates.get(i).name()).toList(),
            "unique in %s rows, and no smaller set of columns is".formatted(Yaml.count(count)),
            Optional.empty(),
            true,
            1 + found.passes())
        : nearest(rows, format, candidates, found, count);
  }

  /** No key: what looks most like one. */
  private static KeyChoice nearest(
      SourceRows rows,
      SourceFormat format,
      List<SuggestedColumn> candidates,
      Found found,
      long count) {
    List<SuggestedColumn> nearest =
        candidates.stream()
            .sorted(Comparator.comparingInt(SuggestedColumn::keyCost))
            .limit(KeySearch.COLUMNS)
            .sorted(Comparator.comparingInt(SuggestedColumn::place))
            .toList();
    return new KeyChoice(
        nearest.stream().map(SuggestedColumn::name).toList(),
        "NOT unique: %s of %s rows repeat one before them, and %s"
            .formatted(
                Yaml.count(rows.duplicates(format, nearest)),
                Yaml.count(count),
                found.complete()
                    ? "no set of up to %s columns without nulls tells all rows apart"
                        .formatted(KeySearch.COLUMNS)
                    : "no key was found in %s passes".formatted(found.passes())),
        Optional.empty(),
        false,
        2 + found.passes());
  }

  /** No column can be part of a key, so the whole row is it. */
  private static KeyChoice whole(
      SourceRows rows, SourceFormat format, List<SuggestedColumn> columns, long count) {
    String name = "row_hash";
    List<String> taken = columns.stream().map(SuggestedColumn::name).toList();
    for (int n = 2; taken.contains(name); n++) {
      name = "row_hash_" + n;
    }
    List<SuggestedColumn> open = columns.stream().filter(column -> !column.personal()).toList();
    List<SuggestedColumn> hashed = open.isEmpty() ? columns : open;
    String texts =
        hashed.stream()
            .map(column -> "coalesce(cast(`%s` AS string), '')".formatted(column.name()))
            .collect(Collectors.joining(", "));
    List<String> parts = new ArrayList<>();
    parts.add("type: string");
    if (open.isEmpty()) {
      parts.add("personal: direct_identifier");
    }
    parts.add("expression: " + Yaml.quoted("sha2(concat_ws('|', " + texts + "), 256)"));
    return new KeyChoice(
        List.of(name),
        "NOT unique: no column without nulls could be a key, so it is the whole row; %s of %s repeat one before them"
            .formatted(Yaml.count(rows.duplicates(format, hashed)), Yaml.count(count)),
        Optional.of("%s: {%s}".formatted(name, String.join(", ", parts))),
        false,
        1);
  }
}

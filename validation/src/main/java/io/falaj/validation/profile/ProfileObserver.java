package io.falaj.validation.profile;

import io.falaj.lineage.RowObserver;
import io.falaj.validation.profile.ProfileTap.Layout;
import io.falaj.validation.profile.ProfileTap.Watched;
import io.falaj.validation.profile.ProfiledColumn.Exposure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Profiles columns of any table while it is written: give it to a staged write and take {@link
 * ProfileTap#profiles} of what it observed. Rows are profiled by their {@code _interval}, where
 * they have one.
 */
public final class ProfileObserver implements RowObserver<ProfileTap> {

  private static final long serialVersionUID = 1;
  private static final String INTERVAL = "_interval";

  private final List<ProfiledColumn> columns;
  private final @Nullable String segment;
  private final TreeMap<String, String> beside;
  private final boolean unwritten;

  /** Profiles these columns, none of them personal. */
  public ProfileObserver(String... columns) {
    this(Arrays.stream(columns).map(ProfiledColumn::open).toList());
  }

  /** Profiles these columns. */
  public ProfileObserver(List<ProfiledColumn> columns) {
    this(columns, null, Map.of(), false);
  }

  private ProfileObserver(
      List<ProfiledColumn> columns,
      @Nullable String segment,
      Map<String, String> beside,
      boolean unwritten) {
    this.columns = List.copyOf(columns);
    this.segment = segment;
    this.beside = new TreeMap<>(beside);
    this.unwritten = unwritten;
  }

  /** Keeps a profile for each value of a text column, which should have few of them. */
  public ProfileObserver segmentedBy(String column) {
    return new ProfileObserver(columns, column, beside, unwritten);
  }

  /**
   * Keeps profiles of segments beside those of all rows, see {@link Segmentation}. Takes up to
   * {@link Segmentation#MOST} + 2 times the memory of the whole for each.
   *
   * @param segmentations the text column of each, by the segmentation's name
   */
  public ProfileObserver withSegments(Map<String, String> segmentations) {
    return new ProfileObserver(columns, segment, segmentations, unwritten);
  }

  /** Profiles columns that the table does not get. */
  public ProfileObserver unwritten() {
    return new ProfileObserver(columns, segment, beside, true);
  }

  @Override
  public Set<String> beside() {
    return unwritten
        ? columns.stream().map(ProfiledColumn::name).collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  @Override
  public ProfileTap open(StructType schema) {
    return new ProfileTap(
        new Layout(
            Arrays.asList(schema.fieldNames()).indexOf(INTERVAL),
            segment == null ? -1 : textColumn(schema, segment),
            columns.stream().map(column -> watched(schema, column)).toList(),
            ordinals(schema)));
  }

  private Map<String, Integer> ordinals(StructType schema) {
    Map<String, Integer> ordinals = new TreeMap<>();
    beside.forEach((name, column) -> ordinals.put(name, textColumn(schema, column)));
    return ordinals;
  }

  private static Watched watched(StructType schema, ProfiledColumn column) {
    int ordinal = schema.fieldIndex(column.name());
    DataType type = schema.apply(ordinal).dataType();
    return new Watched(
        column.name(),
        ordinal,
        type,
        column.exposure() == Exposure.PERSONAL ? ProfileKind.COUNTS : ProfileKind.of(type),
        column.total());
  }

  private static int textColumn(StructType schema, String segment) {
    int ordinal = schema.fieldIndex(segment);
    if (!(schema.apply(ordinal).dataType() instanceof StringType)) {
      throw new IllegalArgumentException(
          "segment column '%s' is of type %s: segments are named by text"
              .formatted(segment, schema.apply(ordinal).dataType().simpleString()));
    }
    return ordinal;
  }

  @Override
  public void observe(ProfileTap state, InternalRow row) {
    state.add(row);
  }

  @Override
  public ProfileTap merge(ProfileTap left, ProfileTap right) {
    return left.merge(right);
  }
}

package io.falaj.features;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version of a view its name stands for in SQL: the first that was materialized, until
 * another is released.
 */
public final class ViewReleases {

  private static final Logger LOG = LoggerFactory.getLogger(ViewReleases.class);

  private final Lake lake;

  public ViewReleases(Lake lake) {
    this.lake = lake;
  }

  private static TableName name(FeatureView view) {
    return new TableName(Zone.FEATURES, view.name());
  }

  /** The table that a view's name stands for, of any version; nothing before the first. */
  public Optional<TableName> current(FeatureView view) {
    return Optional.ofNullable(lake.releases().get(name(view)));
  }

  /**
   * Lets a view's name stand for this version of it.
   *
   * @return what it stood for before, if anything
   * @throws FalajException.Configuration if this version has no values yet
   * @throws FalajException.Transient if another run releases at the same time
   */
  public Optional<TableName> release(FeatureView view) {
    Optional<TableName> before = current(view);
    if (lake.commits(FeatureTables.STEP, view.versionedName()).isEmpty()) {
      throw new FalajException.Configuration(
          "View %s has no values that could be released. Run './falaj materialize --view %s' first."
              .formatted(view.versionedName(), view.versionedName()));
    }
    if (!before.equals(Optional.of(view.valuesTable()))) {
      lake.release(name(view), view.valuesTable());
    }
    return before;
  }

  /** Releases a version that is the first of its view. */
  void first(FeatureView view) {
    if (current(view).isPresent()) {
      return;
    }
    try {
      lake.release(name(view), view.valuesTable());
    } catch (FalajException.Transient e) {
      LOG.debug("Another run was the first to release {}", view.name(), e);
    }
  }
}

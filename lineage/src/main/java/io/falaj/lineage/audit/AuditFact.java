package io.falaj.lineage.audit;

import io.falaj.lineage.TableVersion;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something to be entered.
 *
 * @param action what was done
 * @param purpose what for
 * @param table the table and version that it was done to, if it was done to one
 * @param detail what else is known: text, numbers, maps and lists
 */
public record AuditFact(
    AuditAction action,
    String purpose,
    @Nullable TableVersion table,
    SortedMap<String, Object> detail) {

  public AuditFact {
    detail = Collections.unmodifiableSortedMap(new TreeMap<>(detail));
  }
}

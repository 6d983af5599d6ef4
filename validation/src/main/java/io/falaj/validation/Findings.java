package io.falaj.validation;

import io.falaj.lineage.UnreadableFile;
import java.util.List;
import java.util.Optional;

/**
 * What an ingest found in a dataset's source, beside the rows that it took.
 *
 * @param outside records which lie outside the intervals asked for
 * @param setAside files that could not be read and were left out, as the dataset asks for
 * @param changed files that are no longer what was ingested
 * @param duplicates files with the bytes of others
 * @param changedRows rows of a table that are no longer what was ingested, if any
 */
public record Findings(
    long outside,
    List<UnreadableFile> setAside,
    List<ChangedFile> changed,
    List<DuplicateFile> duplicates,
    Optional<ChangedRows> changedRows) {

  public Findings {
    setAside = List.copyOf(setAside);
    changed = List.copyOf(changed);
    duplicates = List.copyOf(duplicates);
  }
}

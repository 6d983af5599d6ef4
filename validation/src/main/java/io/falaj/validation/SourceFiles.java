package io.falaj.validation;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.UnreadableFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a dataset's source.
 *
 * @param readable those that are taken, sorted by path
 * @param setAside those that cannot be read, where the dataset goes on without them
 */
record SourceFiles(List<SourceFile> readable, List<UnreadableFile> setAside) {

  SourceFiles {
    readable = List.copyOf(readable);
    setAside = List.copyOf(setAside);
  }

  /**
   * Finds the files. Where the dataset sets unreadable ones aside, those that no committed interval
   * has taken yet are looked at.
   *
   * @param folder what the source's path is relative to
   * @throws FalajException.DataRefused if there is no file, or none that can be read
   */
  static SourceFiles find(Lake lake, Contract contract, String folder) {
    List<SourceFile> files = lake.sources().list(contract.source().path(folder));
    if (contract.source().unreadable() == UnreadableFiles.STOP) {
      return new SourceFiles(files, List.of());
    }
    Set<StepInput> taken = new HashSet<>();
    lake.commits(Ingest.STEP, contract.dataset()).forEach(commit -> taken.addAll(commit.inputs()));
    List<SourceFile> fresh = files.stream().filter(file -> !taken.contains(file.input())).toList();
    List<UnreadableFile> aside =
        fresh.isEmpty()
            ? List.of()
            : lake.sources().unreadable(fresh, contract.source().format(), contract.sourceNames());
    List<SourceFile> readable = new ArrayList<>(files);
    aside.forEach(unreadable -> readable.remove(unreadable.file()));
    if (readable.isEmpty()) {
      throw new FalajException.DataRefused(
          "None of the %d files of dataset %s can be read. %s"
              .formatted(files.size(), contract.dataset(), aside.get(0).reason()));
    }
    return new SourceFiles(readable, aside);
  }
}

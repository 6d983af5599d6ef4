package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.UnreadableFile;
import io.falaj.validation.SourceFilesTable.Seen;
import io.falaj.validation.SourceFilesTable.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a dataset's source, each held against what earlier runs saw of it.
 *
 * @param readable those that are taken, sorted by path, no content twice
 * @param setAside those that cannot be read, where the dataset goes on without them
 * @param changed those that are no longer what was ingested, where the dataset does not stop
 * @param duplicates those with the bytes of another one
 * @param replaced contents that were ingested and that no file holds any more, since another took
 *     their place
 */
record SourceFiles(
    List<SourceFile> readable,
    List<UnreadableFile> setAside,
    List<ChangedFile> changed,
    List<DuplicateFile> duplicates,
    Set<Fingerprint> replaced) {

  SourceFiles {
    readable = List.copyOf(readable);
    setAside = List.copyOf(setAside);
    changed = List.copyOf(changed);
    duplicates = List.copyOf(duplicates);
    replaced = Set.copyOf(replaced);
  }

  /**
   * Finds the files. Where the dataset sets unreadable ones aside, those that were not read yet are
   * looked at. A file that is gone leaves what was ingested of it.
   *
   * @param folder what the source's path is relative to
   * @throws FalajException.DataRefused if there is no file and never was one, if none can be read,
   *     or if one was changed and the dataset says stop
   */
  static SourceFiles find(
      Lake lake, Contract contract, Source.Files source, String folder, SourceLog log) {
    String path = source.place(folder);
    List<SourceFile> left =
        new ArrayList<>(
            log.isEmpty()
                ? lake.sources().list(path, log.files())
                : lake.sources().find(path, log.files()));
    List<UnreadableFile> aside = setAside(lake, contract, source, log, left);
    List<ChangedFile> changed = changed(lake, contract, log, left);
    Map<String, Fingerprint> held = new HashMap<>(log.held());
    left.forEach(file -> held.put(file.uri(), file.sha256()));
    Set<Fingerprint> replaced = new HashSet<>(log.contents());
    replaced.removeAll(held.values());
    Map<Fingerprint, SourceFile> distinct = distinct(log, left);
    List<DuplicateFile> duplicates = new ArrayList<>();
    for (SourceFile file : left) {
      SourceFile taken = distinct.getOrDefault(file.sha256(), file);
      SourceFile same = taken.equals(file) ? log.first(file.sha256()).orElse(file) : taken;
      if (!same.uri().equals(file.uri())) {
        duplicates.add(new DuplicateFile(file, same.uri()));
      }
    }
    left.retainAll(distinct.values());
    return new SourceFiles(left, aside, changed, duplicates, replaced);
  }

  /** Of files with the same bytes the one that was read, if it is there, else the first. */
  private static Map<Fingerprint, SourceFile> distinct(SourceLog log, List<SourceFile> files) {
    Map<Fingerprint, SourceFile> distinct = new HashMap<>();
    for (SourceFile file : files) {
      boolean wasRead =
          log.first(file.sha256()).map(first -> first.uri().equals(file.uri())).orElse(false);
      if (wasRead) {
        distinct.put(file.sha256(), file);
      } else {
        distinct.putIfAbsent(file.sha256(), file);
      }
    }
    return distinct;
  }

  private static List<UnreadableFile> setAside(
      Lake lake, Contract contract, Source.Files source, SourceLog log, List<SourceFile> files) {
    List<SourceFile> fresh =
        files.stream().filter(file -> log.content(file.sha256()).isEmpty()).toList();
    if (fresh.isEmpty() || source.unreadable() == UnreadableFiles.STOP) {
      return List.of();
    }
    List<UnreadableFile> aside =
        lake.sources().unreadable(fresh, source.format(), contract.sourceNames());
    int all = files.size();
    aside.forEach(unreadable -> files.remove(unreadable.file()));
    if (files.isEmpty() && log.isEmpty()) {
      throw new FalajException.DataRefused(
          "None of the %d files of dataset %s can be read. %s"
              .formatted(all, contract.dataset(), aside.get(0).reason()));
    }
    return aside;
  }

  /** Takes away files that were changed and are not to be taken as they are now. */
  private static List<ChangedFile> changed(
      Lake lake, Contract contract, SourceLog log, List<SourceFile> files) {
    Set<String> admitted = admitted(AdmittedCommits.of(lake, contract));
    List<ChangedFile> changed = new ArrayList<>();
    for (SourceFile file : files) {
      Fingerprint before = log.held().get(file.uri());
      if (before != null && !before.equals(file.sha256())) {
        // What was only ever held back is in nobody's way: to mend it is what was asked for.
        boolean taken =
            contract.source().changed() == OnChange.TAKE || !admitted.contains(before.hex());
        changed.add(new ChangedFile(file, before, taken));
      }
    }
    List<ChangedFile> left = changed.stream().filter(file -> !file.taken()).toList();
    if (!left.isEmpty() && contract.source().changed() == OnChange.STOP) {
      ChangedFile first = left.get(0);
      throw new FalajException.DataRefused(
          ("%s of dataset %s changed after being ingested: %s had SHA-256 %s and has %s."
                  + " To put what it holds now in its place, write changed: take in the dataset's"
                  + " source; to go on with what was ingested, changed: keep; or restore the file and"
                  + " deliver the new one under a name of its own.")
              .formatted(
                  left.size() == 1 ? "A file" : left.size() + " files",
                  contract.dataset(),
                  first.file().uri(),
                  first.before(),
                  first.file().sha256()));
    }
    left.forEach(file -> files.remove(file.file()));
    return changed;
  }

  /** Contents whose rows some interval has in clean or quarantine. */
  private static Set<String> admitted(AdmittedCommits commits) {
    Set<String> admitted = new HashSet<>();
    for (Commit commit : commits.all()) {
      commit.inputs().stream()
          .filter(input -> input.kind().equals(StepInput.FILE))
          .forEach(input -> admitted.add(input.identity()));
    }
    return admitted;
  }

  /** What is to be remembered of the files that were not read. */
  List<Seen> leftOut() {
    List<Seen> seen = new ArrayList<>();
    setAside.forEach(file -> seen.add(Seen.leftOut(file.file(), Status.UNREADABLE, file.reason())));
    changed.stream()
        .filter(file -> !file.taken())
        .forEach(
            file ->
                seen.add(
                    Seen.leftOut(
                        file.file(),
                        Status.CHANGED,
                        "it had SHA-256 %s when it was ingested".formatted(file.before()))));
    duplicates.forEach(
        file -> seen.add(Seen.leftOut(file.file(), Status.DUPLICATE, "the bytes of " + file.of())));
    return seen;
  }
}

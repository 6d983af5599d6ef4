package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.StepInput;
import io.falaj.validation.SourceFilesTable.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which files each interval's rows come from: so a late file makes its own intervals pending and no
 * others. What was ingested is taken from raw and not from its source again, as long as it would be
 * read in the same way; what was never read may be of any interval until it is.
 */
final class FileInputs {

  private final Contract contract;
  private final List<DataInterval> asked;
  private final SourceFiles files;
  private final SourceLog log;
  private final SortedMap<DataInterval, Commit> commits = new TreeMap<>();
  private final Set<Fingerprint> here = new HashSet<>();
  private final Map<Fingerprint, FileContent> contents = new LinkedHashMap<>();

  /**
   * @param commits the newest of each interval of the dataset
   */
  FileInputs(
      Contract contract,
      List<DataInterval> asked,
      SourceFiles files,
      SourceLog log,
      Collection<Commit> commits) {
    this.contract = contract;
    this.asked = asked;
    this.files = files;
    this.log = log;
    commits.forEach(commit -> this.commits.put(commit.interval(), commit));
    files.readable().forEach(file -> here.add(file.sha256()));
    files
        .readable()
        .forEach(
            file ->
                log.content(file.sha256())
                    .ifPresent(content -> contents.put(file.sha256(), content)));
  }

  /** The files whose records were never read in the present way. */
  List<SourceFile> unread() {
    return files.readable().stream().filter(file -> !contents.containsKey(file.sha256())).toList();
  }

  /** What the files that were unread turned out to hold. */
  void read(FileCounter.Seen seen) {
    unread().forEach(file -> contents.put(file.sha256(), seen.of(file.sha256())));
  }

  /** What each interval is computed from; of an unread file it may be any. */
  List<IntervalRequest> requests(List<StepInput> others) {
    List<IntervalRequest> requests = new ArrayList<>();
    for (DataInterval interval : asked) {
      Set<StepInput> inputs = new LinkedHashSet<>();
      kept(interval).forEach(inputs::add);
      toRead(interval).forEach(file -> inputs.add(input(file)));
      requests.add(Intake.request(contract, interval, inputs, others));
    }
    return requests;
  }

  private StepInput input(SourceFile file) {
    return log.first(file.sha256()).orElse(file).input();
  }

  /** The files, as inputs, whose rows raw has and that stay as they are. */
  Set<StepInput> kept(DataInterval interval) {
    Set<StepInput> kept = new LinkedHashSet<>();
    Commit commit = commits.get(interval);
    if (commit == null) {
      return kept;
    }
    boolean sameReading = commit.inputs().contains(contract.readingInput());
    for (StepInput input : ingested(commit)) {
      if (!input.kind().equals(StepInput.FILE)) {
        kept.add(input); // from a table, before the dataset came from files
        continue;
      }
      Fingerprint content = new Fingerprint(input.identity());
      boolean gone = !here.contains(content);
      if ((sameReading || gone) && !files.replaced().contains(content)) {
        kept.add(input);
      }
    }
    return kept;
  }

  /** The contents whose rows raw has in the interval, and does not keep. */
  List<String> going(DataInterval interval) {
    Commit commit = commits.get(interval);
    if (commit == null) {
      return List.of();
    }
    Set<StepInput> kept = kept(interval);
    return ingested(commit).stream()
        .filter(input -> !kept.contains(input))
        .map(StepInput::identity)
        .toList();
  }

  private static List<StepInput> ingested(Commit commit) {
    return commit.inputs().stream().filter(StepInput::isSource).toList();
  }

  /** The files to read for an interval: those that may have records of it which are not kept. */
  List<SourceFile> toRead(DataInterval interval) {
    Set<String> kept = new HashSet<>();
    kept(interval).forEach(input -> kept.add(input.identity()));
    return files.readable().stream()
        .filter(file -> !kept.contains(file.sha256().hex()))
        .filter(
            file ->
                Optional.ofNullable(contents.get(file.sha256()))
                    .map(content -> content.has(interval))
                    .orElse(true))
        .toList();
  }

  /** Where a file's records without an event time belong, where that was decided before. */
  Map<Fingerprint, DataInterval> homes() {
    return log.homes();
  }

  /** Whether any interval has a file that it comes from. */
  boolean any(Collection<DataInterval> intervals) {
    return intervals.stream().anyMatch(i -> !kept(i).isEmpty() || !toRead(i).isEmpty());
  }

  /** What the files hold beside the intervals asked for, in rows. */
  long outside() {
    return contents.values().stream()
        .flatMap(content -> content.intervals().entrySet().stream())
        .filter(entry -> !asked.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What the files hold that are there now. */
  Collection<FileContent> contents() {
    return List.copyOf(contents.values());
  }

  /** What is to be remembered of the files. */
  List<Seen> seen() {
    List<Seen> seen = new ArrayList<>(files.leftOut());
    for (SourceFile file : files.readable()) {
      FileContent content = contents.get(file.sha256());
      if (content != null) {
        seen.add(Seen.read(file, contract.reading(), content));
      }
    }
    return seen;
  }
}

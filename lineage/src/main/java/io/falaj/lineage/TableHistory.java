package io.falaj.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The commits of a table, read from the files of its log one by one: what is in them is what
 * happened, whatever a checkpoint says.
 */
final class TableHistory {

  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeltaTables tables;

  TableHistory(DeltaTables tables) {
    this.tables = tables;
  }

  /** The commits whose log entries are kept, oldest first. */
  List<TableCommit> of(TableName table) {
    Path log = new Path(tables.folders().table(table), "_delta_log");
    try {
      List<FileStatus> files = new ArrayList<>(Arrays.asList(tables.files().listStatus(log)));
      files.sort(Comparator.comparing(file -> file.getPath().getName()));
      List<TableCommit> commits = new ArrayList<>();
      for (FileStatus file : files) {
        Matcher name = COMMIT.matcher(file.getPath().getName());
        if (name.matches()) {
          commits.add(commit(table, Long.parseLong(name.group(1)), file));
        }
      }
      return commits;
    } catch (IOException e) {
      throw IoFailure.of("read the log of table " + table, e);
    }
  }

  private TableCommit commit(TableName table, long version, FileStatus file) throws IOException {
    Instant at = Instant.ofEpochMilli(file.getModificationTime());
    String operation = "unknown";
    Optional<String> record = Optional.empty();
    int added = 0;
    int removed = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(tables.files().open(file.getPath()), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode action = JSON.readTree(line);
        added += action.has("add") ? 1 : 0;
        removed += action.has("remove") ? 1 : 0;
        JsonNode info = action.path("commitInfo");
        if (!info.isMissingNode()) {
          at = Instant.ofEpochMilli(info.path("timestamp").asLong(at.toEpochMilli()));
          operation = info.path("operation").asText(operation);
          record = Optional.ofNullable(info.path("userMetadata").textValue());
        }
      }
    }
    return new TableCommit(table, version, at, operation, added, removed, record);
  }
}

package io.falaj.lineage.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads one YAML file into a record; what is wrong with it goes to {@link Problems}. Writes such
 * files too.
 */
public final class ConfigFile {

  private ConfigFile() {}

  /**
   * Reads a file.
   *
   * @param shown how messages name the file
   * @param type a record whose components are the file's keys, see {@link RecordBinder}
   * @return the record, or empty when a problem was added
   */
  public static <T extends Record> Optional<T> read(
      Path file, String shown, Class<T> type, Problems problems) {
    try {
      return parse(Files.readString(file), shown, type, problems);
    } catch (NoSuchFileException e) {
      problems.add(shown + ": no such file. Create it, or mend the path.");
    } catch (CharacterCodingException e) {
      problems.add(shown + ": not UTF-8 text. Save it as UTF-8.");
    } catch (IOException e) {
      problems.add(shown + ": cannot be read (" + e.getMessage() + "). Check its permissions.");
    }
    problems.unread(type);
    return Optional.empty();
  }

  /** The text of a file: maps in their order, lists, and plain values. */
  public static String write(Map<String, Object> content) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(options).dump(content);
  }

  /** As {@link #read}, from text. */
  public static <T extends Record> Optional<T> parse(
      String text, String shown, Class<T> type, Problems problems) {
    Optional<T> read = bound(text, shown, type, problems);
    if (read.isEmpty()) {
      problems.unread(type);
    }
    return read;
  }

  private static <T extends Record> Optional<T> bound(
      String text, String shown, Class<T> type, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(50);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null) {
        problems.add(new Location(shown, 1, 1), "the file is empty.");
        return Optional.empty();
      }
      return Optional.ofNullable(new RecordBinder(shown, problems).bind(root, type));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      Location at =
          mark == null
              ? new Location(shown, 1, 1)
              : new Location(shown, mark.getLine() + 1, mark.getColumn() + 1);
      problems.add(at, "not valid YAML: " + e.getProblem() + ".");
    } catch (YAMLException e) {
      problems.add(new Location(shown, 1, 1), "not valid YAML: " + e.getMessage());
    }
    return Optional.empty();
  }
}

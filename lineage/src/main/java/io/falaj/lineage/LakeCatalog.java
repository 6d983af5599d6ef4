package io.falaj.lineage;

import io.falaj.lineage.config.Problems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A lake in SQL, read-only: {@code lake.<zone>.<table>}, with {@code VERSION AS OF} and {@code
 * TIMESTAMP AS OF}; rows that were written and never committed are in none of its versions. Its
 * root is the option {@code root}.
 */
public final class LakeCatalog implements TableCatalog, SupportsNamespaces {

  /** The catalog's name in a session that a lake was opened in. */
  static final String NAME = "lake";

  private String name = NAME;
  private String root = "";
  private @Nullable TableReader reader;
  private @Nullable DeltaTables tables;
  private final ThreadLocal<Map<String, TableVersion>> pins = ThreadLocal.withInitial(Map::of);

  /** Makes the lake's tables known to SQL in its session. */
  static void install(SparkSession session, String root) {
    session.conf().set("spark.sql.catalog." + NAME, LakeCatalog.class.getName());
    session.conf().set("spark.sql.catalog." + NAME + ".root", root);
  }

  static LakeCatalog of(SparkSession session) {
    return (LakeCatalog) session.sessionState().catalogManager().catalog(NAME);
  }

  /** Works with some tables pinned, by {@code zone.table}. */
  <T> T pinned(Map<String, TableVersion> versions, Supplier<T> work) {
    pins.set(versions);
    try {
      return work.get();
    } finally {
      pins.remove();
    }
  }

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    root = options.getOrDefault("root", "");
    if (root.isEmpty()) {
      throw new FalajException.Configuration(
          "Catalog '%s' has no root. Set spark.sql.catalog.%s.root to the lake's folder or URI."
              .formatted(catalog, catalog));
    }
  }

  @Override
  public String name() {
    return name;
  }

  private DeltaTables tables() {
    DeltaTables known = tables;
    if (known == null) {
      SparkSession session = SparkSession.active();
      known =
          new DeltaTables(session, LakeFolders.of(root, session.sessionState().newHadoopConf()));
      tables = known;
    }
    return known;
  }

  private TableReader reader() {
    TableReader known = reader;
    if (known == null) {
      known = new TableReader(tables(), new CommitLog(tables()));
      reader = known;
    }
    return known;
  }

  private static String text(Identifier ident) {
    return Stream.concat(Arrays.stream(ident.namespace()), Stream.of(ident.name()))
        .collect(Collectors.joining("."));
  }

  private TableName existing(Identifier ident) {
    String text = text(ident);
    Set<String> all = new TreeSet<>();
    tables().tables().forEach(table -> all.add(table.toString()));
    if (!all.contains(text)) {
      Map<TableName, TableName> releases = new Releases(tables()).current();
      for (Map.Entry<TableName, TableName> release : releases.entrySet()) {
        if (release.getKey().toString().equals(text)) {
          return release.getValue();
        }
        all.add(release.getKey().toString());
      }
      throw new FalajException.Configuration(
          "There is no table %s.%s.%s SHOW TABLES IN %s.<zone> lists what there is."
              .formatted(name, text, Problems.suggest(text, all), name));
    }
    return TableName.parse(text);
  }

  @Override
  public Table loadTable(Identifier ident) {
    TableName table = existing(ident);
    TableVersion pin = pins.get().get(table.toString());
    return table(pin == null ? reader().pin(table) : pin);
  }

  @Override
  public Table loadTable(Identifier ident, String version) {
    TableName table = existing(ident);
    long number;
    try {
      number = Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw new FalajException.Configuration(
          "VERSION AS OF '%s' of %s: a version is a number, for example VERSION AS OF 3."
              .formatted(version, table),
          e);
    }
    tables().at(table, number);
    return table(reader().pin(table, number));
  }

  @Override
  public Table loadTable(Identifier ident, long timestamp) {
    TableName table = existing(ident);
    return table(reader().pin(table, tables().versionAt(table, timestamp / 1000)));
  }

  private Table table(TableVersion version) {
    tables().checkFiles(version);
    return version.openIntervals().isEmpty()
        ? ReadOnlyDelta.at(tables(), version)
        : new CommittedRows(name, version, tables(), reader());
  }

  @Override
  public boolean tableExists(Identifier ident) {
    return ident.namespace().length == 1
        && Stream.concat(
                tables().tables().stream(), new Releases(tables()).current().keySet().stream())
            .anyMatch(table -> table.toString().equals(ident.namespace()[0] + "." + ident.name()));
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    Zone zone = zone(namespace);
    return Stream.concat(
            tables().tables(zone).stream(),
            new Releases(tables()).current().keySet().stream().filter(name -> name.zone() == zone))
        .map(table -> Identifier.of(namespace, table.table()))
        .toArray(Identifier[]::new);
  }

  private static Zone zone(String[] namespace) {
    return Arrays.stream(Zone.values())
        .filter(zone -> zone.folder().equals(namespace[0]))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String[][] listNamespaces() {
    return Arrays.stream(Zone.values())
        .map(zone -> new String[] {zone.folder()})
        .toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    return new String[0][];
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 1
        && Arrays.stream(Zone.values()).anyMatch(zone -> zone.folder().equals(namespace[0]));
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    return new HashMap<>(Map.of("location", root + "/" + namespace[0]));
  }

  private FalajException readOnly(String what) {
    return new FalajException.Configuration(
        "Cannot %s: catalog '%s' is read-only. The steps of a pipeline are what writes to a lake."
            .formatted(what, name));
  }

  @Override
  @SuppressWarnings("deprecation") // Spark still calls this one where the newer is not overridden
  public Table createTable(
      Identifier ident, StructType schema, Transform[] partitions, Map<String, String> properties) {
    throw readOnly("create table " + ident);
  }

  @Override
  public Table alterTable(Identifier ident, TableChange... changes) {
    throw readOnly("alter table " + ident);
  }

  @Override
  public boolean dropTable(Identifier ident) {
    throw readOnly("drop table " + ident);
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw readOnly("rename table " + from);
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw readOnly("create namespace " + String.join(".", namespace));
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw readOnly("alter namespace " + String.join(".", namespace));
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw readOnly("drop namespace " + String.join(".", namespace));
  }
}

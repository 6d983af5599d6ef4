package io.falaj.lineage.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that scrolls sideways by itself on a narrow screen, keyboard included. Immutable.
 *
 * @param caption says what the rows are, for those who cannot see the table
 * @param columns the headings
 * @param rows the cells, one list a row
 */
public record Table(String caption, List<Column> columns, List<List<Node>> rows) {

  /**
   * A column.
   *
   * @param heading its heading
   * @param kind what it holds
   */
  public record Column(String heading, Kind kind) {}

  /** What a column holds; decides on which side it is aligned. */
  public enum Kind {
    TEXT,
    NUMBER
  }

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Node> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of table '%s' has %d cells for %d columns"
                .formatted(caption, row.size(), columns.size()));
      }
    }
  }

  public static Table of(String caption) {
    return new Table(caption, List.of(), List.of());
  }

  /** With a column of text more. */
  public Table text(String heading) {
    return column(new Column(heading, Kind.TEXT));
  }

  /** With a column of numbers more. */
  public Table number(String heading) {
    return column(new Column(heading, Kind.NUMBER));
  }

  private Table column(Column column) {
    List<Column> more = new ArrayList<>(columns);
    more.add(column);
    return new Table(caption, more, rows);
  }

  /** With these rows. */
  public Table rows(List<List<Node>> rows) {
    return new Table(caption, columns, rows);
  }

  /** The element: the first cell of a row heads it. */
  public Element element() {
    List<Element> heads = new ArrayList<>();
    for (Column column : columns) {
      heads.add(aligned(Element.of("th").set("scope", "col"), column).text(column.heading()));
    }
    List<Element> lines = new ArrayList<>();
    for (List<Node> row : rows) {
      List<Element> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Element cell = i == 0 ? Element.of("th").set("scope", "row") : Element.of("td");
        cells.add(aligned(cell, columns.get(i)).with(row.get(i)));
      }
      lines.add(Element.of("tr").with(cells));
    }
    return Html.div("scroll")
        .set("role", "region")
        .set("tabindex", "0")
        .set("aria-label", caption)
        .with(
            Element.of("table")
                .with(
                    Element.of("thead").with(Element.of("tr").with(heads)),
                    Element.of("tbody").with(lines)));
  }

  private static Element aligned(Element cell, Column column) {
    return column.kind() == Kind.NUMBER ? cell.css("num") : cell;
  }
}

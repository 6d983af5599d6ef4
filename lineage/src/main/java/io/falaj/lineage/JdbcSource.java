package io.falaj.lineage;

import java.time.Duration;
import java.util.Optional;

/**
 * A table of a database, as a source.
 *
 * @param database where it is
 * @param table its name, or schema and name with a dot between, as the database's catalog has them
 * @param watermark what says which rows are new, if anything does
 * @param fetchSize rows that a connection asks the server for at once, from 1
 * @param ranges most parts that are read at the same time, each by a connection of its own, from 1
 */
public record JdbcSource(
    JdbcDatabase database, String table, Optional<Watermark> watermark, int fetchSize, int ranges) {

  /** Rows asked for at once where nothing else is said. */
  public static final int FETCH_SIZE = 1000;

  /** Parts read at the same time where nothing else is said. */
  public static final int RANGES = 4;

  /**
   * @throws FalajException.Configuration if a number is below 1, or the table has no name
   */
  public JdbcSource {
    checkName(table);
    if (fetchSize < 1 || ranges < 1) {
      throw new FalajException.Configuration(
          "The source %s of %s has a fetch size of %d and %d ranges. Give 1 or more of each."
              .formatted(table, database.location(), fetchSize, ranges));
    }
  }

  /**
   * Looks whether a text can name a table.
   *
   * @throws FalajException.Configuration if not
   */
  public static void checkName(String table) {
    if (table.isBlank() || table.startsWith(".") || table.endsWith(".")) {
      throw new FalajException.Configuration(
          "A source's table is '%s'. Give its name, or schema and name as in public.orders."
              .formatted(table));
    }
  }

  /** The whole table, with a usual fetch size and number of ranges. */
  public static JdbcSource of(JdbcDatabase database, String table) {
    return new JdbcSource(database, table, Optional.empty(), FETCH_SIZE, RANGES);
  }

  /**
   * A column that only grows: a row that is new or has changed has a value near the highest.
   *
   * @param column of whole numbers, decimals, dates or timestamps
   * @param overlap how far below the highest value seen to read again, since transactions end in
   *     another order than they begin; zero for numbers
   */
  public record Watermark(String column, Duration overlap) {

    /**
     * @throws FalajException.Configuration if the overlap is negative
     */
    public Watermark {
      if (overlap.isNegative()) {
        throw new FalajException.Configuration(
            "The overlap of watermark %s is %s. Give zero or more.".formatted(column, overlap));
      }
    }
  }
}

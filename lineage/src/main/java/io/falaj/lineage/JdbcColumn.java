package io.falaj.lineage;

/**
 * A column of a database's table.
 *
 * @param name as the database's catalog has it
 * @param type as the database calls it
 * @param sqlType as {@link java.sql.Types} numbers it
 */
public record JdbcColumn(String name, String type, int sqlType) {}

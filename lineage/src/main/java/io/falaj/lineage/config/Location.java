package io.falaj.lineage.config;

/**
 * A place in a configuration file. A record that declares a component of this type is given the
 * place where its own mapping begins.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column from 1
 */
public record Location(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}

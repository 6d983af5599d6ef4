package io.falaj.jobs;

/**
 * The one main class: {@code ./falaj} and {@code spark-submit} start it with the same arguments.
 */
public final class Falaj {

  private Falaj() {}

  public static void main(String[] args) {
    System.exit(new Cli(Host.real(), new SparkEngine()).run(args));
  }
}

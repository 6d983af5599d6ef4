package io.falaj.outside;

import java.time.Instant;
import java.util.Date;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the rules of the house forbid outside of jobs and the door, in every form Java has. */
public final class Shortcuts {

  private Shortcuts() {}

  static Instant calls() {
    return Instant.now();
  }

  static Supplier<Instant> refersToTheClock() {
    return Instant::now;
  }

  static Function<String, String> refersToTheEnvironment() {
    return System::getenv;
  }

  @SuppressWarnings("JavaUtilDate") // that is what is to be found
  static Date constructs() {
    return new Date();
  }

  @SuppressWarnings("JavaUtilDate")
  static Supplier<Date> refersToAConstructor() {
    return Date::new;
  }

  static Function<Dataset<Row>, Object> refersToAWriter() {
    return Dataset::write;
  }

  static Function<SparkSession, Object> refersToAReader() {
    return SparkSession::read;
  }
}

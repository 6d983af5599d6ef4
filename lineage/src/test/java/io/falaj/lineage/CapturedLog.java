package io.falaj.lineage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Whatever Spark and the drivers of databases log for a while, to the last detail. */
final class CapturedLog implements AutoCloseable {

  private static final String SPARK = "org.apache.spark";
  private static final Logger DRIVERS = Logger.getLogger("org.postgresql");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Level before = DRIVERS.getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          lines.add(new java.util.logging.SimpleFormatter().format(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private CapturedLog() {
    AbstractAppender appender =
        new AbstractAppender("captured", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    LoggerConfig logger = new LoggerConfig(SPARK, org.apache.logging.log4j.Level.DEBUG, false);
    logger.addAppender(appender, null, null);
    context.getConfiguration().addLogger(SPARK, logger);
    context.updateLoggers();
    handler.setLevel(Level.ALL);
    DRIVERS.setLevel(Level.ALL);
    DRIVERS.addHandler(handler);
    DRIVERS.setUseParentHandlers(false);
  }

  static CapturedLog start() {
    return new CapturedLog();
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(SPARK);
    context.updateLoggers();
    DRIVERS.removeHandler(handler);
    DRIVERS.setLevel(before);
    DRIVERS.setUseParentHandlers(true);
  }
}

package dev.langevin.runtime.logging;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Sends what libraries log through {@code java.util.logging}, such as gRPC, the way of everything
 * else.
 */
final class JulBridge extends Handler {
  private final SimpleFormatter formatter = new SimpleFormatter();

  private JulBridge() {}

  static void install() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new JulBridge());
  }

  @Override
  public void publish(LogRecord message) {
    String name = message.getLoggerName() == null ? "java" : message.getLoggerName();
    org.slf4j.Logger logger = LoggerFactory.getLogger(name);
    String text = formatter.formatMessage(message);
    int level = message.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      logger.error(text, message.getThrown());
    } else if (level >= Level.WARNING.intValue()) {
      logger.warn(text, message.getThrown());
    } else {
      logger.debug(text, message.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

package io.cachier.exporter.prometheus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what a class logs, and keeps it from the console. */
final class LogCapture extends Handler implements AutoCloseable {
  private final List<String> messages = new CopyOnWriteArrayList<>();
  // Held, since the JDK forgets loggers that nobody holds, and their handlers with them.
  private final Logger logger;

  LogCapture(Class<?> type) {
    // Where the JDK's System.Logger goes when nothing else is on the class path.
    logger = Logger.getLogger(type.getName());
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void publish(LogRecord record) {
    messages.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}

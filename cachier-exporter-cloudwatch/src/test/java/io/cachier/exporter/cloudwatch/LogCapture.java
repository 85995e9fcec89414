package io.cachier.exporter.cloudwatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the exporter says to the log, and nothing of it on the console. */
final class LogCapture implements AutoCloseable {
  private final Logger logger = Logger.getLogger(CloudWatchExporter.class.getName());
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  LogCapture() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  List<String> warnings() {
    return at(Level.WARNING);
  }

  List<String> infos() {
    return at(Level.INFO);
  }

  private List<String> at(Level level) {
    return records.stream()
        .filter(entry -> entry.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}

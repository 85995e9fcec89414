package io.cachier.exporter.statsd;

import io.cachier.spi.Ticker;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that keeps what it is told. */
final class TestLog implements System.Logger {
  private final List<String> messages = new CopyOnWriteArrayList<>();

  /** A table of names whose warnings nobody looks at. */
  static NameTable names() {
    return new NameTable(new TestLog().limited(() -> 0));
  }

  RateLimitedLog limited(Ticker ticker) {
    return new RateLimitedLog(this, ticker);
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public String getName() {
    return "test";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    messages.add(level + " " + message);
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
    messages.add(level + " " + format);
  }
}

package io.cachier.exporter.cloudwatch;

import java.util.HashMap;
import java.util.Map;

/** System properties that are changed, and put back in the end. */
final class SystemProperties implements AutoCloseable {
  private final Map<String, String> before = new HashMap<>();

  SystemProperties clear(String name) {
    before.putIfAbsent(name, System.getProperty(name));
    System.clearProperty(name);
    return this;
  }

  SystemProperties set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
    return this;
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}

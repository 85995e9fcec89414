package io.cachier.core;

import io.cachier.Cachier;

/** Whether calls use the cache at all: the process's switch, the cachier's, and its end. */
final class Switches {
  private volatile boolean enabled;
  private volatile boolean closed;

  Switches(boolean enabled) {
    this.enabled = enabled;
  }

  boolean on() {
    return enabled && !closed && Cachier.isCachingEnabled();
  }

  boolean enabled() {
    return enabled;
  }

  void setEnabled(boolean value) {
    enabled = value;
  }

  boolean closed() {
    return closed;
  }

  void close() {
    closed = true;
  }
}

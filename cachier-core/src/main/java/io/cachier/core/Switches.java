package io.cachier.core;

import io.cachier.Cachier;

/** Whether calls use the cache at all: the process's switch, the cachier's, and its end. */
final class Switches {
  private boolean enabled;
  private boolean closed;

  /** {@code enabled && !closed}, in one field for the way of every hit. */
  private volatile boolean on;

  Switches(boolean enabled) {
    this.enabled = enabled;
    this.on = enabled;
  }

  boolean on() {
    return on && Cachier.isCachingEnabled();
  }

  synchronized boolean enabled() {
    return enabled;
  }

  synchronized void setEnabled(boolean value) {
    enabled = value;
    on = enabled && !closed;
  }

  synchronized boolean closed() {
    return closed;
  }

  /**
   * Ends all caching.
   *
   * @return false if it had ended before
   */
  synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    on = false;
    return true;
  }
}

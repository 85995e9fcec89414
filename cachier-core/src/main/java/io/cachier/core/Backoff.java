package io.cachier.core;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, up to a limit. */
final class Backoff {
  private final Duration first;
  private final Duration most;
  private Duration next;

  Backoff(Duration first, Duration most) {
    this.first = first;
    this.most = most;
    this.next = first;
  }

  Duration next() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(most) < 0 ? doubled : most;
    return now;
  }

  /** An attempt succeeded. */
  void reset() {
    next = first;
  }

  Duration most() {
    return most;
  }
}

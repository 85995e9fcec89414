package io.cachier.core.file;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that stands until it is moved. */
final class FakeClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

  @Override
  public Instant instant() {
    return now;
  }

  void move(Duration time) {
    now = now.plus(time);
  }
}

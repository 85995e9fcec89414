package io.cachier.backend.caffeine;

import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Nothing is set. */
record NoSettings() implements Settings {
  @Override
  public Optional<String> text(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    return Optional.empty();
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    return OptionalInt.empty();
  }

  @Override
  public OptionalLong bytes(String name) {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return Optional.empty();
  }

  @Override
  public void reject(String name, String allowed) {
    throw new AssertionError(name + " must be " + allowed);
  }
}

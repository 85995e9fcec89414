package io.cachier.codec.jackson;

import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings from a map, of which the codec reads texts alone. */
final class MapSettings implements Settings {
  private final Map<String, String> values;
  final List<String> rejected = new ArrayList<>();

  MapSettings(Map<String, String> values) {
    this.values = values;
  }

  @Override
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    throw new AssertionError("not read");
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    throw new AssertionError("not read");
  }

  @Override
  public OptionalLong bytes(String name) {
    throw new AssertionError("not read");
  }

  @Override
  public Optional<Boolean> flag(String name) {
    throw new AssertionError("not read");
  }

  @Override
  public void reject(String name, String allowed) {
    rejected.add(name + ": " + allowed);
  }
}
